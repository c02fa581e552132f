import type { Tx } from '@tuvens/platform/db/db'
import { type Loop, startLoop } from '@tuvens/platform/work'
import type { BaseContext } from '../base-context.ts'
import { type EventRow, findAnyEvent } from '../events/store.ts'
import { findOrganizer } from '../organizers/store.ts'
import { dateNoticeOf, noticeOf } from './describe.ts'
import {
  type ChangedDate,
  type ChangedEvent,
  claimChangedDate,
  claimChangedEvent,
  mailHolders,
  mailHoldersOfDate,
  markDateTold,
  markTold,
} from './store.ts'

type NoticeContext = Pick<BaseContext, 'db' | 'clock' | 'log' | 'config'>

const POLL_MS = 5_000
/** Several edits within this time are told in one mail. */
export const QUIET_MS = 60_000

/** Tells ticket holders when time or place of their event or date changed, or whether it takes place. */
export function startNotices(context: NoticeContext): Loop {
  return startLoop({
    name: 'notices',
    run: () => tellOfOneChange(context),
    everyMs: POLL_MS,
    log: context.log,
  })
}

/**
 * Tells of one change, of a date first: once only one date is left, its time is told with the event, and a change of before
 * would be lost.
 */
export async function tellOfOneChange(context: NoticeContext): Promise<boolean> {
  return (await tellHoldersOfDate(context)) || tellHolders(context)
}

/** Tells the ticket holders of one event that changed. The mails are queued with the note that they were, or not at all. */
export async function tellHolders(context: NoticeContext): Promise<boolean> {
  const { db, clock, log } = context
  return db.begin(async (tx) => {
    const now = clock.now()
    const event = await claimChangedEvent(tx, new Date(now - QUIET_MS))
    if (event === undefined) return false
    await markTold(tx, event)
    if (isOver(event, now)) return true
    const organizer = await organizerOf(tx, event)
    const mail = organizer && noticeOf(context.config, event, organizer)
    if (!mail) return true
    const mails = await mailHolders(tx, event, mail)
    log.info({ event: event.id, mails }, 'ticket holders are told of a change')
    return true
  })
}

/** As `tellHolders`, for the ticket holders of one of several dates. */
export async function tellHoldersOfDate(context: NoticeContext): Promise<boolean> {
  const { db, clock, log } = context
  return db.begin(async (tx) => {
    const now = clock.now()
    const date = await claimChangedDate(tx, new Date(now - QUIET_MS))
    if (date === undefined) return false
    await markDateTold(tx, date.id)
    const event = await findAnyEvent(tx, date.event_id)
    if (event === undefined || isDateOver(date, now)) return true
    const organizer = await organizerOf(tx, event)
    const mail = organizer && dateNoticeOf(context.config, event, { organizer, date })
    if (!mail) return true
    const mails = await mailHoldersOfDate(tx, event, { date, mail })
    log.info({ event: event.id, date: date.id, mails }, 'ticket holders are told of a change of their date')
    return true
  })
}

function organizerOf(tx: Tx, event: EventRow) {
  return findOrganizer(tx, { accountId: event.account_id, id: event.organizer_id })
}

/** It was over before, and is over now. Several dates are told of one by one. */
function isOver({ start_date, end_date, told }: ChangedEvent, now: number): boolean {
  const before = told.start === null ? 0 : Date.parse(told.end ?? told.start)
  return (end_date ?? start_date).getTime() < now && before < now
}

function isDateOver({ start_date, end_date, told }: ChangedDate, now: number): boolean {
  return (end_date ?? start_date).getTime() < now && Date.parse(told.end ?? told.start) < now
}
