import type { Flags } from '@tuvens/platform/flags/flags'
import { isDeepStrictEqual } from 'node:util'
import { eventHash } from '../../details/compare.ts'
import { compareChanged } from '../../details/store.ts'
import { recordCopies } from '../../linking/record-copies.ts'
import { deleteOtherCopies } from '../../linking/store.ts'
import type { AccountWithLogin } from '../../mapping/account.ts'
import { sourceStatusOf } from '../../status/source-status.ts'
import { type LinkStatus, listLinkStatusesOf, listUnlistedLinks } from '../../status/store.ts'
import { shownDatesOf } from '../../status/ticket-dates.ts'
import { endOf, hasDates } from '../../upstream/dates.ts'
import { isUpstream, UpstreamError } from '../../upstream/errors.ts'
import type { HiEvent } from '../../upstream/event-answers.ts'
import type { RelayContext } from '../context.ts'
import { readingOf, takeReadings } from '../read-event.ts'
import { readUntilAgreed } from '../read-until-agreed.ts'
import { markListed } from '../store.ts'
import { currentTime } from './store.ts'

/** `isAll` when every event of the account was listed, so that missing ones are known. */
type Comparison = { isAll: boolean; hasChanged: boolean }
export const NOTHING_TO_COMPARE: Comparison = { isAll: false, hasChanged: false }

/**
 * Pause between two pages of a hundred. It is short, because changes that come meanwhile move the list on; the budget limits
 * the calls. A full sweep leaves half of its share to sweeps of what changed last.
 */
const PAGE_PAUSE_MS = 100
const FULL_PAGE_PAUSE_MS = 2_500
/** Hi.Events sends a webhook before its commit: a list read so long after a message surely shows the change. */
const COMMIT_MS = 2_000

/**
 * Compares the links of an account with its events, page by page, latest change first. A sweep that is not a full one ends
 * with the first page on which nothing has changed; a full one also finds events that are gone. Changes that come meanwhile
 * move what was listed on to the next pages: a page of nothing else ends no sweep.
 *
 * @throws UpstreamError the last one, after everything has been tried
 */
export async function compareAccount(
  context: RelayContext,
  account: AccountWithLogin,
  isFull: boolean,
): Promise<Comparison> {
  const found = {
    listed: new Set<number>(),
    copies: new Array<number>(),
    failures: new Array<UpstreamError>(),
  }
  let [hasChanged, isAll] = [false, false]
  for (let page = 1; !isAll; page++) {
    if (isFull && page > 1) await untilOthersSwept(context, account.id)
    const { events, isLast, readFrom } = await readPage(context, account, { page, isFull })
    const { different, isNew } = await comparePage(context, account.id, { events, readFrom, found })
    hasChanged ||= different > 0
    isAll = isLast
    if (!isFull && isNew && different === 0) break
  }
  if (isAll) await compareMissing(context, account.id, found)
  const failure = found.failures.at(-1)
  if (failure !== undefined) throw failure
  return { isAll, hasChanged }
}

type Found = { listed: Set<number>; copies: number[]; failures: UpstreamError[] }

/** What changed last comes first: a full sweep waits while another sweep of the account reads that. */
async function untilOthersSwept({ runningSweeps, sleep }: RelayContext, accountId: number): Promise<void> {
  while (runningSweeps.latest.has(accountId)) await sleep(PAGE_PAUSE_MS)
}

/** `readFrom` is the database's time when the page was asked for. Later pages wait for the budget: a long list is read within it, however long that takes. */
async function readPage(
  context: RelayContext,
  account: AccountWithLogin,
  { page, isFull }: { page: number; isFull: boolean },
) {
  for (;;) {
    try {
      if (page > 1) await context.sleep(isFull ? FULL_PAGE_PAUSE_MS : PAGE_PAUSE_MS)
      const readFrom = await currentTime(context.db)
      const answer = await context.tokens.use(
        account,
        (token) => context.hiEvents.events(token, page),
        'background',
      )
      return { ...answer, readFrom }
    } catch (error) {
      if (page === 1 || !isUpstream(error, 'limited')) throw error
      await context.sleep((error.retryAfter ?? 1) * 1_000)
    }
  }
}

/** @returns how many events differ, and whether an event is there that this sweep has not seen on an earlier page */
async function comparePage(
  context: RelayContext,
  accountId: number,
  { events, readFrom, found }: { events: HiEvent[]; readFrom: Date; found: Found },
): Promise<{ different: number; isNew: boolean }> {
  const byId = new Map(events.map((event) => [event.id, event]))
  const isNew = events.some(({ id }) => !found.listed.has(id))
  for (const id of byId.keys()) found.listed.add(id)
  const links = await listLinkStatusesOf(context.db, accountId, [...byId.keys()])
  const listed = links.flatMap((link) => {
    const event = byId.get(link.hiEventId)
    return event === undefined ? [] : [{ link, event }]
  })
  const different = listed.filter(({ link, event }) => differs(context.flags, link, event))
  const unread = await readAll(context, await takeListed(context, different, readFrom), found)
  const seen = listed.map(({ link, event }) => ({
    eventId: link.eventId,
    eventHash: eventHash(event),
    hasDates: hasDates(event),
  }))
  await compareChanged(context.db, seen)
  for (const { hiEventId } of unread) byId.delete(hiEventId)
  const before = new Date(readFrom.getTime() - COMMIT_MS)
  await markListed(context.db, { accountId, hiEventIds: [...byId.keys()], before })
  found.copies.push(...(await recordCopies(context, accountId, events)))
  return { different: different.length, isNew }
}

/**
 * A list is a reading of each of its events, so that thousands of changes need few calls. It may be older than one that was
 * applied after the list was asked for.
 *
 * @returns the links whose events have to be read by themselves
 */
async function takeListed(
  context: RelayContext,
  different: { link: LinkStatus; event: HiEvent }[],
  readFrom: Date,
): Promise<LinkStatus[]> {
  const later = different.filter(({ link }) => link.readAt !== null && link.readAt < readFrom)
  const taken = await takeReadings(
    context,
    later.map(({ link, event }) => readingOf(context.flags, link, event)),
  )
  return different.flatMap(({ link }) => (taken.has(link.eventId) ? [] : [link]))
}

/** An event that is not listed is missing, unless its link is marked so already. Each is read by itself before it counts. */
async function compareMissing(context: RelayContext, accountId: number, found: Found): Promise<void> {
  await readAll(context, await listUnlistedLinks(context.db, accountId, [...found.listed]), found)
  await deleteOtherCopies(context.db, accountId, found.copies)
}

/** An event that cannot be read does not delay the others. @returns those that could not */
async function readAll(
  context: RelayContext,
  links: LinkStatus[],
  { failures }: Found,
): Promise<LinkStatus[]> {
  const unread: LinkStatus[] = []
  for (const link of links) {
    await readUntilAgreed(context, link.eventId, null).catch((error: unknown) => {
      if (!(error instanceof UpstreamError)) throw error
      failures.push(error)
      unread.push(link)
    })
  }
  return unread
}

/** A missing event that is listed has come back. */
function differs(flags: Flags, link: LinkStatus, event: HiEvent): boolean {
  const dates = shownDatesOf(flags, link.accountId, event)
  const isSameEnd = endOf(event)?.getTime() === link.endDate?.getTime()
  const isSame = sourceStatusOf(event) === link.sourceStatus && isSameEnd
  return link.missingAt !== null || !isSame || !isDeepStrictEqual(dates, link.dates)
}
