import { isDeepStrictEqual } from 'node:util'
import { eventHash } from '../../details/compare.ts'
import { compareChanged } from '../../details/store.ts'
import { recordCopies } from '../../linking/record-copies.ts'
import { deleteOtherCopies } from '../../linking/store.ts'
import type { AccountWithLogin } from '../../mapping/account.ts'
import { sourceStatusOf } from '../../status/source-status.ts'
import { type LinkStatus, listLinkStatusesOf, listUnlistedLinks } from '../../status/store.ts'
import { ticketDatesOf } from '../../status/ticket-dates.ts'
import { endOf } from '../../upstream/dates.ts'
import { isUpstream, UpstreamError } from '../../upstream/errors.ts'
import type { HiEvent } from '../../upstream/event-answers.ts'
import type { RelayContext } from '../context.ts'
import { readUntilAgreed } from '../read-until-agreed.ts'

/** `isAll` when every event of the account was listed, so that missing ones are known. */
type Comparison = { isAll: boolean; hasChanged: boolean }
export const NOTHING_TO_COMPARE: Comparison = { isAll: false, hasChanged: false }

/** Pages of a hundred that a sweep reads which is not a full one. */
const MAX_PAGES = 20
/** Pause between two pages of a long list: the rest of the budget is for sweeps of what changed last. */
const PAGE_PAUSE_MS = 1_000

/**
 * Compares the links of an account with its events, page by page, latest change first. A sweep that is not a full one ends
 * with the first page on which nothing has changed; a full one also finds events that are gone.
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
  for (let page = 1; !isAll && (isFull || page <= MAX_PAGES); page++) {
    const { events, isLast } = await readPage(context, account, page)
    const different = await comparePage(context, account.id, { events, found })
    hasChanged ||= different > 0
    isAll = isLast
    if (!isFull && different === 0) break
  }
  if (isAll) await compareMissing(context, account.id, found)
  const failure = found.failures.at(-1)
  if (failure !== undefined) throw failure
  return { isAll, hasChanged }
}

type Found = { listed: Set<number>; copies: number[]; failures: UpstreamError[] }

/** Later pages wait for the budget: a long list is read within it, however long that takes. */
async function readPage(context: RelayContext, account: AccountWithLogin, page: number) {
  for (;;) {
    try {
      if (page > 1) await context.sleep(PAGE_PAUSE_MS)
      return await context.tokens.use(account, (token) => context.hiEvents.events(token, page), 'background')
    } catch (error) {
      if (page === 1 || !isUpstream(error, 'limited')) throw error
      await context.sleep((error.retryAfter ?? 1) * 1_000)
    }
  }
}

/** Only what differs is read by itself, because a list may be older than a reading. @returns how many events differ */
async function comparePage(
  context: RelayContext,
  accountId: number,
  { events, found }: { events: HiEvent[]; found: Found },
): Promise<number> {
  const byId = new Map(events.map((event) => [event.id, event]))
  for (const id of byId.keys()) found.listed.add(id)
  const links = await listLinkStatusesOf(context.db, accountId, [...byId.keys()])
  const listed = links.flatMap((link) => {
    const event = byId.get(link.hiEventId)
    return event === undefined ? [] : [{ link, event }]
  })
  const different = listed.filter(({ link, event }) => differs(link, event)).map(({ link }) => link)
  await readAll(context, different, found)
  const seen = listed.map(({ link, event }) => ({ eventId: link.eventId, eventHash: eventHash(event) }))
  await compareChanged(context.db, seen)
  found.copies.push(...(await recordCopies(context, accountId, events)))
  return different.length
}

/** An event that is not listed is missing, unless its link is marked so already. Each is read by itself before it counts. */
async function compareMissing(context: RelayContext, accountId: number, found: Found): Promise<void> {
  await readAll(context, await listUnlistedLinks(context.db, accountId, [...found.listed]), found)
  await deleteOtherCopies(context.db, accountId, found.copies)
}

/** An event that cannot be read does not delay the others. */
async function readAll(context: RelayContext, links: LinkStatus[], { failures }: Found): Promise<void> {
  for (const { eventId } of links) {
    await readUntilAgreed(context, eventId, null).catch((error: unknown) => {
      if (!(error instanceof UpstreamError)) throw error
      failures.push(error)
    })
  }
}

/** A missing event that is listed has come back. */
function differs(link: LinkStatus, event: HiEvent): boolean {
  const isSameEnd = endOf(event)?.getTime() === link.endDate?.getTime()
  const isSame = sourceStatusOf(event) === link.sourceStatus && isSameEnd
  return link.missingAt !== null || !isSame || !isDeepStrictEqual(ticketDatesOf(event), link.dates)
}
