import { type Loop, startLoop } from '@tuvens/platform/work'
import type { BaseContext } from '../base-context.ts'
import { settingsOf } from '../events/settings/settings-shape.ts'
import type { Told } from '../events/told.ts'
import { findOrganizer } from '../organizers/store.ts'
import { placeLine } from '../rest/place.ts'
import { writeNotice } from './compose.tsx'
import { type ChangedEvent, claimChangedEvent, mailHolders, markTold } from './store.ts'

type NoticeContext = Pick<BaseContext, 'db' | 'clock' | 'log' | 'config'>

const POLL_MS = 5_000
/** Several edits within this time are told in one mail. */
export const QUIET_MS = 60_000

/** Tells ticket holders when time or place of their event changed, or whether it takes place. */
export function startNotices(context: NoticeContext): Loop {
  return startLoop({ name: 'notices', run: () => tellHolders(context), everyMs: POLL_MS, log: context.log })
}

/** Tells the ticket holders of one event that changed. The mails are queued with the note that they were, or not at all. */
export async function tellHolders(context: NoticeContext): Promise<boolean> {
  const { db, clock, log } = context
  return db.begin(async (tx) => {
    const now = clock.now()
    const event = await claimChangedEvent(tx, new Date(now - QUIET_MS))
    if (event === undefined) return false
    await markTold(tx, event.id)
    if ((event.end_date ?? event.start_date).getTime() < now && endOf(event.told) < now) return true
    const organizer = await findOrganizer(tx, { accountId: event.account_id, id: event.organizer_id })
    if (organizer === undefined) return true
    const mails = await mailHolders(tx, event, noticeOf(context, event, organizer))
    log.info({ event: event.id, mails }, 'ticket holders are told of a change')
    return true
  })
}

const endOf = ({ start, end }: Told) => Date.parse(end ?? start)

function noticeOf(
  { config }: NoticeContext,
  event: ChangedEvent,
  organizer: NonNullable<Awaited<ReturnType<typeof findOrganizer>>>,
) {
  const settings = settingsOf(event, organizer)
  const { told, timezone, start_date: start, end_date: end } = event
  const place = placeLine(settings.location_details, settings.is_online_event)
  const contact = settings.support_email === '' ? null : settings.support_email
  const now = { start, end, timezone, place, isCancelled: event.status === 'ARCHIVED' }
  const before = {
    start: new Date(told.start),
    end: told.end === null ? null : new Date(told.end),
    timezone: told.timezone,
    place: placeLine(told.place, told.online),
    isCancelled: told.cancelled,
  }
  return writeNotice({
    event: { title: event.title, start, end, timezone, place, organizer: organizer.name, contact },
    before,
    now,
    url: `${config.publicUrl}/event/${event.id}`,
  })
}
