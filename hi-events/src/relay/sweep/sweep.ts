import { isDeepStrictEqual } from 'node:util'
import { type Loop, startQueue } from '@tuvens/platform/work'
import { listEvents } from '../../linking/list-events.ts'
import { recordCopies } from '../../linking/record-copies.ts'
import { eventHash } from '../../details/compare.ts'
import { compareChanged } from '../../details/store.ts'
import { hasLogin, type AccountWithLogin } from '../../mapping/account.ts'
import { claimWebhookCheck, findAccount } from '../../mapping/store.ts'
import { sourceStatusOf } from '../../status/source-status.ts'
import { type LinkStatus, listLinkStatuses, storedDateOf } from '../../status/store.ts'
import { datesOf, endOf } from '../../upstream/dates.ts'
import type { HiEvent } from '../../upstream/event-answers.ts'
import { UpstreamError } from '../../upstream/errors.ts'
import type { RelayContext } from '../context.ts'
import { readUntilAgreed } from '../read-until-agreed.ts'
import { watchWebhook } from '../webhook/watch-webhook.ts'
import { claimSweeps, type DueSweep, markSweepFailed, markSwept } from './store.ts'

const CONCURRENCY = 10
const POLL_MS = 1_000
const SUSPICIOUS_MS = 30_000

/** Compares the accounts that are due with their source. */
export function startSweeps(context: RelayContext): Loop {
  return startQueue<DueSweep>({
    name: 'sweep',
    claim: (limit) => claimSweeps(context.db, limit, context.config.sweep),
    handle: (due) => sweep(context, due),
    pauseAfter: (_due, error) => (error instanceof UpstreamError ? delayOf(context, error) : 0),
    postpone: async ({ id }, { pauseMs, error }) => {
      if (!(error instanceof UpstreamError)) throw error
      context.log.warn({ account: id, failure: error.failure }, 'An account could not be swept')
      await markSweepFailed(context.db, id, { error: error.failure, ms: pauseMs })
    },
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log: context.log,
  })
}

async function sweep(context: RelayContext, { id, isFull }: DueSweep): Promise<void> {
  const account = await findAccount(context.db, id)
  const links = await listLinkStatuses(context.db, id)
  if (account === undefined || !hasLogin(account)) return
  const { isAll, hasChanged } =
    links.length > 0 ? await compare(context, account, { links, isFull }) : NOTHING_TO_COMPARE
  await markSwept(context.db, id, isAll)
  const { webhookCheckMs } = context.config
  // A change that the sweep had to find is one for which no webhook arrived.
  const interval = hasChanged ? Math.min(SUSPICIOUS_MS, webhookCheckMs) : webhookCheckMs
  if (await claimWebhookCheck(context.db, id, interval)) await watchWebhook(context, id)
}

/** A login that is refused is tried rarely: its owner's next landing renews it, and then the account is swept at once. */
function delayOf({ config }: RelayContext, { failure, retryAfter = 0 }: UpstreamError): number {
  if (failure === 'unauthorised') return config.sweep.slow
  return failure === 'limited' ? retryAfter * 1000 : 0
}

type Comparison = { isAll: boolean; hasChanged: boolean }
const NOTHING_TO_COMPARE: Comparison = { isAll: false, hasChanged: false }

/**
 * One list call returns an account's events, latest change first: only events that are gone need the pages behind the
 * first. Only what differs is read by itself, because a list may be older than a reading.
 */
async function compare(
  context: RelayContext,
  account: AccountWithLogin,
  { links, isFull }: { links: LinkStatus[]; isFull: boolean },
): Promise<Comparison> {
  const pages = isFull ? undefined : 1
  const { events, isAll } = await context.tokens.use(
    account,
    (token) => listEvents(context, token, pages),
    'background',
  )
  const listed = new Map(events.map((event) => [event.id, event]))
  const different = links.filter((link) => differs(link, listed.get(link.hiEventId), isAll || isFull))
  await readAll(context, different)
  await compareChanged(
    context.db,
    links.flatMap(({ eventId, hiEventId }) => {
      const event = listed.get(hiEventId)
      return event === undefined ? [] : [{ eventId, eventHash: eventHash(event) }]
    }),
  )
  await recordCopies(context, { accountId: account.id, events, links, isAll })
  return { isAll: isAll || isFull, hasChanged: different.length > 0 }
}

/**
 * An event that cannot be read does not delay the others.
 *
 * @throws UpstreamError the last one, after all events have been tried
 */
async function readAll(context: RelayContext, links: LinkStatus[]): Promise<void> {
  let failure: UpstreamError | undefined
  for (const { eventId } of links) {
    await readUntilAgreed(context, eventId, null).catch((error: unknown) => {
      if (!(error instanceof UpstreamError)) throw error
      failure = error
    })
  }
  if (failure !== undefined) throw failure
}

/** An event that is not listed is missing, unless its link is marked so already; a missing one that is listed has come back. */
function differs(link: LinkStatus, event: HiEvent | undefined, isComplete: boolean): boolean {
  if (event === undefined) return isComplete && link.missingAt === null
  const isSameEnd = endOf(event)?.getTime() === link.endDate?.getTime()
  const isSame = sourceStatusOf(event) === link.sourceStatus && isSameEnd
  return (
    link.missingAt !== null || !isSame || !isDeepStrictEqual(datesOf(event).map(storedDateOf), link.dates)
  )
}
