import { type LinkedAccount, type ListedLink, ServiceError } from '@tuvens/contract'
import type { ProvisioningContext } from '../context.ts'
import { hasLogin, type AccountWithLogin } from '../../mapping/account.ts'
import { findAccount, listAccountsWithLogin } from '../../mapping/store.ts'
import { queueStatusReport } from '../../status/queue-status-report.ts'
import type { HiEvent } from '../../upstream/event-answers.ts'
import { UpstreamError } from '../../upstream/errors.ts'
import { originalOf, tuvensIdOf } from '../../linking/attributes.ts'
import { linkedEventOf } from '../../status/linked-event.ts'
import { listEvents } from '../../linking/list-events.ts'
import { findLink, findLinkByHiEvent } from '../../linking/store.ts'
import { relinkFoundEvents } from '../link-events.ts'
import { type KnownLinks, recoverAccount } from './recover-accounts.ts'
import { findListed, missingLinks, relink, relinkMissing } from './recover-links.ts'

/**
 * The result for one Hi.Events event that carries a Tuvens event's id:
 * `kept` was linked before · `made` is linked now · `copy` is a duplicate and stays unlinked · `lost` the linked event was
 * deleted, and only a landing may link another · `conflict` either event is linked to another one · `unread` the account's
 * events could not be listed.
 */
export type RebuildFinding = {
  kind: 'kept' | 'made' | 'copy' | 'lost' | 'conflict' | 'unread'
  accountId: number
  eventId: string
  hiEventId: number
  words: string
  /** Of `unread`: whether another try can succeed without anybody's doing. */
  isTemporary?: boolean
}

/**
 * Rebuilds the links from what the API knows and from the attributes of Hi.Events events (spec 3.3). A login that we made is
 * signed in to again when it was lost with the database. An existing
 * link is never changed, so it is safe to run this twice, or beside a running ticket origin.
 *
 * @param options with `isDryRun` nothing is written; `report` is called for every event that carries an id
 */
export async function rebuildLinks(
  context: ProvisioningContext,
  options: { isDryRun: boolean; report: (finding: RebuildFinding) => void },
): Promise<void> {
  const { isDryRun, report } = options
  const known = await readKnown(context, report)
  for (const account of known.accounts) (await recover(context, { account, known, isDryRun })).forEach(report)
  for (const { id } of await listAccountsWithLogin(context.db)) {
    const links = known.links.filter((each) => each.account_id === id)
    ;(await rebuildLocked(context, id, { links, isDryRun })).forEach(report)
  }
}

/** The same for some accounts alone, of which the API's answer is at hand. */
export async function rebuildAccounts(
  context: ProvisioningContext,
  { ids, known }: { ids: ReadonlySet<number>; known: KnownLinks },
): Promise<RebuildFinding[]> {
  const findings: RebuildFinding[] = []
  const isDryRun = false
  for (const id of ids) {
    const account = known.accounts.find((each) => each.account_id === id)
    if (account !== undefined) findings.push(...(await recover(context, { account, known, isDryRun })))
    const links = known.links.filter((each) => each.account_id === id)
    findings.push(...(await rebuildLocked(context, id, { links, isDryRun })))
  }
  return findings
}

function rebuildLocked(
  context: ProvisioningContext,
  id: number,
  rebuilding: { links: ListedLink[]; isDryRun: boolean },
): Promise<RebuildFinding[]> {
  return context.lock([`account:${id}`], () => rebuildAccount(context, id, rebuilding))
}

/** Without the API the attributes alone have to do. */
async function readKnown(
  context: ProvisioningContext,
  report: (finding: RebuildFinding) => void,
): Promise<KnownLinks> {
  try {
    return await context.auth.listLinks()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    report(unread(0, `the links could not be read from the Tuvens API (${error.code}); run this again later`))
    return { accounts: [], links: [] }
  }
}

type Recovery = { account: LinkedAccount; known: KnownLinks; isDryRun: boolean }

/** An account whose login was lost with the database gets it back. @returns what is left to do for it */
async function recover(
  context: ProvisioningContext,
  { account, known, isDryRun }: Recovery,
): Promise<RebuildFinding[]> {
  const { account_id: id } = account
  const found = await findAccount(context.db, id)
  if (found !== undefined && hasLogin(found)) return []
  if (isDryRun)
    return [unread(id, 'its ticket login is not known here; without --dry-run it is signed in to')]
  try {
    const isRecovered = await context.lock([`account:${id}`], () => recoverAccount(context, account, known))
    return isRecovered
      ? []
      : [unread(id, 'its ticket login is a person’s own: they sign in at their next landing')]
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    return [unread(id, `its login could not be signed in to (${error.failure}); run this again later`, true)]
  }
}

function unread(accountId: number, words: string, isTemporary = false): RebuildFinding {
  return { kind: 'unread', accountId, eventId: '-', hiEventId: 0, words, isTemporary }
}

/** Whether an operator has to look at it. */
export function needsAttention({ kind }: RebuildFinding): boolean {
  return kind === 'conflict' || kind === 'unread'
}

async function rebuildAccount(
  context: ProvisioningContext,
  id: number,
  { links, isDryRun }: { links: ListedLink[]; isDryRun: boolean },
): Promise<RebuildFinding[]> {
  const account = await findAccount(context.db, id)
  if (account === undefined || !hasLogin(account)) return []
  try {
    const { events, isAll } = await context.tokens.use(
      account,
      (token) => listEvents(context, token, ALL_PAGES),
      'background',
    )
    const findings: RebuildFinding[] = []
    for (const [eventId, carriers] of byTuvensId(events, links)) {
      const link = links.find((each) => each.event_id === eventId)
      findings.push(...(await rebuildLink(context, { account, eventId, carriers, events, link, isDryRun })))
    }
    if (isAll)
      for (const link of missingLinks(links, events))
        findings.push(...(await rebuildMissing(context, { account, link, isDryRun })))
    return findings
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const isTemporary = error.failure !== 'unauthorised'
    return [
      unread(id, `its events could not be listed (${error.failure}); run this again later`, isTemporary),
    ]
  }
}

const ALL_PAGES = 1_000

/** A link that the API knows needs no attribute. */
function byTuvensId(events: HiEvent[], links: ListedLink[]): Map<string, HiEvent[]> {
  const groups = new Map<string, HiEvent[]>()
  for (const event of events) {
    const id = tuvensIdOf(event)
    if (id !== null) groups.set(id, [...(groups.get(id) ?? []), event])
  }
  for (const link of links) {
    const event = findListed(events, link)
    if (event !== undefined && tuvensIdOf(event) === null)
      groups.set(link.event_id, [...(groups.get(link.event_id) ?? []), event])
  }
  return groups
}

type Group = {
  account: AccountWithLogin
  eventId: string
  /** All events that carry the id, copies included. */
  carriers: HiEvent[]
  events: HiEvent[]
  /** What the API knows. */
  link: ListedLink | undefined
  isDryRun: boolean
}

async function rebuildLink(context: ProvisioningContext, group: Group): Promise<RebuildFinding[]> {
  const { account, eventId, carriers, events, link } = group
  const finding = (kind: RebuildFinding['kind'], event: HiEvent, words = event.title): RebuildFinding => ({
    kind,
    accountId: account.id,
    eventId,
    hiEventId: event.id,
    words,
  })
  const known = await findLink(context.db, eventId)
  const isElsewhere = known !== undefined && known.accountId !== account.id
  if (isElsewhere)
    return carriers.map((each) => finding('conflict', each, `linked in account ${known.accountId}`))
  const told = carriers.find((each) => each.id === link?.hi_events_event_id)
  // What the API knows wins: a copy of an event that was deleted is never followed.
  const original = link === undefined ? originalOf(carriers) : told
  const found = known === undefined ? original : undefined
  const linked = events.find((each) => each.id === known?.hiEventId) ?? found
  const others = carriers.filter((each) => each !== linked)
  if (linked === undefined)
    return others.map((each) =>
      finding('lost', each, `${known?.hiEventId ?? link?.hi_events_event_id} was linked and is gone`),
    )
  const kind = known === undefined ? await makeLink(context, group, linked) : 'kept'
  return [finding(kind, linked), ...others.map((each) => finding('copy', each))]
}

/** A link whose event was deleted is made all the same, so that its page says so. */
async function rebuildMissing(
  context: ProvisioningContext,
  { account, link, isDryRun }: { account: AccountWithLogin; link: ListedLink; isDryRun: boolean },
): Promise<RebuildFinding[]> {
  const { event_id: eventId, hi_events_event_id: hiEventId } = link
  if ((await findLink(context.db, eventId)) !== undefined) return []
  if (!isDryRun) await relinkMissing(context, account, link)
  return [
    { kind: 'lost', accountId: account.id, eventId, hiEventId, words: `${hiEventId} was linked and is gone` },
  ]
}

async function makeLink(
  context: ProvisioningContext,
  { account, eventId, link, isDryRun }: Group,
  event: HiEvent,
): Promise<'made' | 'conflict'> {
  if ((await findLinkByHiEvent(context.db, event.id)) !== undefined) return 'conflict'
  if (isDryRun) return 'made'
  if (link?.hi_events_event_id === event.id)
    return (await relink(context, account, { link, event })) ? 'made' : 'conflict'
  if (!(await relinkFoundEvents(context, linkedEventOf(event, account.id, eventId)))) return 'conflict'
  await queueStatusReport(context, eventId)
  return 'made'
}
