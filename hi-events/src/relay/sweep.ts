import type { RelayContext } from './context.ts'
import { listEvents } from '../linking/list-events.ts'
import { noteCopies } from '../linking/note-copies.ts'
import { type Link, listLinks } from '../linking/store.ts'
import { watchWebhook } from '../linking/watch-webhook.ts'
import { isLinked, type LinkedAccount } from '../mapping/account.ts'
import { claimWebhookCheck, findAccount } from '../mapping/store.ts'
import type { Event } from '../upstream/answers.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { follow } from './follow.ts'
import { sourceStatusOf } from './source-status.ts'
import { claimSweeps, type DueSweep, listEnded, markSwept, markUnswept } from './store.ts'

const SUSPICIOUS_MS = 30_000
const ENDED_BATCH = 20

/**
 * Compares the accounts that are due with their source, as many at once as the pool takes: one whose answers hang holds up
 * no other. @returns whether there may be more
 */
export async function sweepAccounts(context: RelayContext): Promise<boolean> {
  const pool = context.pools.sweep
  const asked = pool.free()
  if (asked === 0) return false
  const due = await claimSweeps(context.db, asked, context.config.sweep)
  for (const each of due) pool.run(() => sweep(context, each).catch((error) => note(context, error)))
  return due.length === asked
}

function note(context: RelayContext, error: unknown): void {
  context.log.error({ err: error }, 'A sweep failed; the account is swept again')
}

async function sweep(context: RelayContext, { id, isFull }: DueSweep): Promise<void> {
  try {
    const account = await findAccount(context.db, id)
    const links = await listLinks(context.db, id)
    if (account === undefined || !isLinked(account)) return
    const { isAll, hasChanged } =
      links.length > 0 ? await compare(context, account, { links, isFull }) : NOTHING_TO_COMPARE
    await markSwept(context.db, id, isAll)
    const { webhookCheckMs } = context.config
    // A change that the sweep had to find is one that no webhook told of.
    const interval = hasChanged ? Math.min(SUSPICIOUS_MS, webhookCheckMs) : webhookCheckMs
    if (await claimWebhookCheck(context.db, id, interval)) await watchWebhook(context, id)
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    context.log.warn({ account: id, failure: error.failure }, 'An account could not be swept')
    await markUnswept(context.db, id, { error: error.failure, ms: pauseAfter(context, error) })
  }
}

/** A login that is refused is not tried all the time: its owner's next landing mends it, and has the sweep come at once. */
function pauseAfter({ config }: RelayContext, { failure, retryAfter = 0 }: UpstreamError): number {
  if (failure === 'unauthorised') return config.sweep.slow
  return failure === 'limited' ? retryAfter * 1000 : 0
}

type Compared = { isAll: boolean; hasChanged: boolean }
const NOTHING_TO_COMPARE: Compared = { isAll: false, hasChanged: false }

/**
 * One list call shows an account, latest change first: the pages behind the first are for events that are gone. Only what
 * differs is read by itself, because a list may be older than a reading.
 */
async function compare(
  context: RelayContext,
  account: LinkedAccount,
  { links, isFull }: { links: Link[]; isFull: boolean },
): Promise<Compared> {
  const pages = isFull ? undefined : 1
  const { events, isAll } = await context.tokens.use(
    account,
    (token) => listEvents(context, token, pages),
    'background',
  )
  const seen = new Map(events.map((event) => [event.id, event]))
  const different = links.filter((link) => differs(link, seen.get(link.hiEventId), isAll || isFull))
  await readAll(context, different)
  await noteCopies(context, { accountId: account.id, events, links, isAll })
  return { isAll: isAll || isFull, hasChanged: different.length > 0 }
}

/**
 * One event that cannot be read holds up none of the others.
 *
 * @throws UpstreamError the last that was met, once all have been tried
 */
async function readAll(context: RelayContext, links: Link[]): Promise<void> {
  let failure: UpstreamError | undefined
  for (const link of links) {
    try {
      await follow(context, link.eventId, null)
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      failure = error
    }
  }
  if (failure !== undefined) throw failure
}

/** An event that is not listed is gone, which a link that is lost knows already; a lost one that is listed has come back. */
function differs(link: Link, event: Event | undefined, isComplete: boolean): boolean {
  if (event === undefined) return isComplete && link.lostAt === null
  return (
    link.lostAt !== null || sourceStatusOf(event) !== link.status || event.end_date !== endOf(event, link)
  )
}

/** The event's own text when both mean the same instant, so that formats are not compared. */
function endOf(event: Event, link: Link): string | null {
  const isSame = event.end_date !== null && Date.parse(event.end_date) === link.endDate?.getTime()
  return isSame ? event.end_date : null
}

/** Hi.Events sends nothing when an event's end comes: look then. @returns whether there may be more */
export async function followEnds(context: RelayContext): Promise<boolean> {
  const ended = await listEnded(context.db, ENDED_BATCH)
  await Promise.all(ended.map((eventId) => follow(context, eventId, null).catch(() => {})))
  return false
}
