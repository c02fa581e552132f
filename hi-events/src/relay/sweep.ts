import type { Context } from '../context.ts'
import { type Link, listLinks } from '../linking/store.ts'
import { isLinked, type LinkedAccount } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import type { Event } from '../upstream/answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { follow } from './follow.ts'
import { sourceStatusOf } from './source-status.ts'
import { claimSweeps, listEnded, markSwept } from './store.ts'

const BATCH = 4
const MAX_PAGES = 20
const ENDED_BATCH = 20

/** Compares the accounts that are due with their source. @returns whether there may be more */
export async function sweepAccounts(ctx: Context): Promise<boolean> {
  const due = await claimSweeps(ctx.db, BATCH, ctx.config.sweep)
  await Promise.all(due.map((each) => sweep(ctx, each)))
  return due.length === BATCH
}

/** One list call sweeps an account; only what differs is read by itself, because a list may be older than a reading. */
async function sweep(ctx: Context, accountId: number): Promise<void> {
  try {
    const account = await findAccount(ctx.db, accountId)
    const links = await listLinks(ctx.db, accountId)
    if (account !== undefined && isLinked(account) && links.length > 0) await compare(ctx, account, links)
    await markSwept(ctx.db, accountId, null)
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    ctx.log.warn({ account: accountId, failure: error.failure }, 'An account could not be swept')
    await markSwept(ctx.db, accountId, error.failure)
  }
}

async function compare(ctx: Context, account: LinkedAccount, links: Link[]): Promise<void> {
  const seen = await ctx.tokens.use(account, (token) => listSeen(ctx, token, links), 'patient')
  const different = links.filter((link) => {
    const event = seen.get(link.hiEventId)
    return (
      event === undefined || sourceStatusOf(event) !== link.status || event.end_date !== endOf(event, link)
    )
  })
  for (const link of different) await follow(ctx, link.eventId, null)
}

/** The event's own text when both mean the same instant, so that formats are not compared. */
function endOf(event: Event, link: Link): string | null {
  const isSame = event.end_date !== null && Date.parse(event.end_date) === link.endDate?.getTime()
  return isSame ? event.end_date : null
}

async function listSeen(ctx: Context, token: Bearer, links: Link[]): Promise<Map<number, Event>> {
  const seen = new Map<number, Event>()
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { events, isLast } = await ctx.hiEvents.events(token, page)
    for (const event of events) seen.set(event.id, event)
    if (isLast || links.every((link) => seen.has(link.hiEventId))) break
  }
  return seen
}

/** Hi.Events sends nothing when an event's end comes: look then. @returns whether there may be more */
export async function followEnds(ctx: Context): Promise<boolean> {
  const ended = await listEnded(ctx.db, ENDED_BATCH)
  await Promise.all(ended.map((eventId) => follow(ctx, eventId, null).catch(() => {})))
  return false
}
