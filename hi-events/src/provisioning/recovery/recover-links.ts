import type { ListedLink } from '@tuvens/contract'
import { saveWanted } from '../../details/store.ts'
import { tuvensIdOf } from '../../linking/attributes.ts'
import { listEvents } from '../../linking/list-events.ts'
import { noteEvents } from '../../linking/store.ts'
import type { AccountWithLogin } from '../../mapping/account.ts'
import { markSearched } from '../../mapping/store.ts'
import { linkedEventOf } from '../../status/linked-event.ts'
import { readUntilAgreed } from '../../relay/read-until-agreed.ts'
import { queueStatusReport } from '../../status/queue-status-report.ts'
import type { HiEvent } from '../../upstream/event-answers.ts'
import type { ProvisioningContext } from '../context.ts'
import { relinkFoundEvents } from '../link-events.ts'

/**
 * Learns once what stands in a Hi.Events account that this database does not know: links what the API has linked, and notes
 * the events by which an interrupted creation is found again. Does nothing for an account that was registered here.
 *
 * @throws UpstreamError; ServiceError API_UNAVAILABLE
 */
export async function recoverLinks(context: ProvisioningContext, account: AccountWithLogin): Promise<void> {
  if (!account.needsSearch) return
  const { links } = await context.auth.listLinks(account.id)
  const { events, isAll } = await context.tokens.use(account, (token) => listEvents(context, token))
  await noteEvents(
    context.db,
    account.id,
    events.flatMap((each) => (each.attributes ?? []).filter(hasTextValue)),
  )
  for (const link of links) {
    const event = findListed(events, link)
    if (event !== undefined) await relink(context, account, { link, event })
  }
  if (isAll) for (const link of missingLinks(links, events)) await relinkMissing(context, account, link)
  if (isAll) await markSearched(context.db, account.id)
}

function hasTextValue<A extends { name: string; value: unknown }>(
  attribute: A,
): attribute is A & { value: string } {
  return typeof attribute.value === 'string'
}

/** An event that carries the id of another Tuvens event is not this link's, whatever the API says. */
export function findListed(events: readonly HiEvent[], link: ListedLink): HiEvent | undefined {
  const event = events.find((each) => each.id === link.hi_events_event_id)
  return event !== undefined && [null, link.event_id].includes(tuvensIdOf(event)) ? event : undefined
}

/** @returns whether it is linked now */
export async function relink(
  context: ProvisioningContext,
  { id }: Pick<AccountWithLogin, 'id'>,
  { link, event }: { link: ListedLink; event: HiEvent },
): Promise<boolean> {
  const { event_id: eventId, revision, details } = link
  if (!(await relinkFoundEvents(context, linkedEventOf(event, id, eventId)))) return false
  await saveWanted(context.db, { eventId, revision, details })
  await queueStatusReport(context, eventId)
  return true
}

/** Links whose event is not among all events of their account. */
export function missingLinks(links: readonly ListedLink[], events: readonly HiEvent[]): ListedLink[] {
  const ids = new Set(events.map((each) => each.id))
  return links.filter((link) => !ids.has(link.hi_events_event_id))
}

/**
 * Links an event that was deleted while nobody knew of the link: its page has to say so, and it is followed if it reappears.
 *
 * @returns whether it is linked now
 */
export async function relinkMissing(
  context: ProvisioningContext,
  { id: accountId }: Pick<AccountWithLogin, 'id'>,
  { event_id: eventId, hi_events_event_id: hiEventId, revision, details }: ListedLink,
): Promise<boolean> {
  const gone = { sourceStatus: 'CANCELLED' as const, title: details.title, endDate: null, dates: [] }
  if (!(await relinkFoundEvents(context, { eventId, accountId, hiEventId, ...gone }))) return false
  await saveWanted(context.db, { eventId, revision, details })
  await readUntilAgreed(context, eventId, null)
  return true
}
