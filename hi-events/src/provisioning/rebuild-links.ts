import type { ProvisioningContext } from './context.ts'
import { hasLogin, type AccountWithLogin } from '../mapping/account.ts'
import { findAccount, listAccountsWithLogin } from '../mapping/store.ts'
import { queueStatusReport } from '../status/queue-status-report.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { originalOf, tuvensIdOf } from '../linking/attributes.ts'
import { linkedEventOf } from '../status/linked-event.ts'
import { listEvents } from '../linking/list-events.ts'
import { findLink, findLinkByHiEvent } from '../linking/store.ts'
import { relinkFoundEvents } from './link-events.ts'

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
}

/**
 * Rebuilds the links from the attributes of Hi.Events events, for every account whose login is known (spec 3.3). An existing
 * link is never changed, so it is safe to run this twice, or beside a running ticket origin.
 *
 * @param options with `isDryRun` nothing is written; `report` is called for every event that carries an id
 */
export async function rebuildLinks(
  context: ProvisioningContext,
  options: { isDryRun: boolean; report: (finding: RebuildFinding) => void },
): Promise<void> {
  for (const { id } of await listAccountsWithLogin(context.db)) {
    const findings = await context.lock([`account:${id}`], () =>
      rebuildAccount(context, id, options.isDryRun),
    )
    findings.forEach(options.report)
  }
}

/** Whether an operator has to look at it. */
export function needsAttention({ kind }: RebuildFinding): boolean {
  return kind === 'conflict' || kind === 'unread'
}

async function rebuildAccount(
  context: ProvisioningContext,
  id: number,
  isDryRun: boolean,
): Promise<RebuildFinding[]> {
  const account = await findAccount(context.db, id)
  if (account === undefined || !hasLogin(account)) return []
  try {
    const { events } = await context.tokens.use(
      account,
      (token) => listEvents(context, token, ALL_PAGES),
      'background',
    )
    const findings: RebuildFinding[] = []
    for (const [eventId, carriers] of byTuvensId(events))
      findings.push(...(await rebuildLink(context, { account, eventId, carriers, events, isDryRun })))
    return findings
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const words = `its events could not be listed (${error.failure}); run this again later`
    return [{ kind: 'unread', accountId: id, eventId: '-', hiEventId: 0, words }]
  }
}

const ALL_PAGES = 1_000

function byTuvensId(events: HiEvent[]): Map<string, HiEvent[]> {
  const groups = new Map<string, HiEvent[]>()
  for (const event of events) {
    const id = tuvensIdOf(event)
    if (id !== null) groups.set(id, [...(groups.get(id) ?? []), event])
  }
  return groups
}

type Group = {
  account: AccountWithLogin
  eventId: string
  /** All events that carry the id, copies included. */
  carriers: HiEvent[]
  events: HiEvent[]
  isDryRun: boolean
}

async function rebuildLink(context: ProvisioningContext, group: Group): Promise<RebuildFinding[]> {
  const { account, eventId, carriers, events } = group
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
  const original = known === undefined ? originalOf(carriers) : undefined
  const linked = events.find((each) => each.id === known?.hiEventId) ?? original
  const others = carriers.filter((each) => each !== linked)
  if (linked === undefined)
    return others.map((each) => finding('lost', each, `${known?.hiEventId} was linked and is gone`))
  const kind = known === undefined ? await makeLink(context, group, linked) : 'kept'
  return [finding(kind, linked), ...others.map((each) => finding('copy', each))]
}

async function makeLink(
  context: ProvisioningContext,
  { account, eventId, isDryRun }: Group,
  event: HiEvent,
): Promise<'made' | 'conflict'> {
  if ((await findLinkByHiEvent(context.db, event.id)) !== undefined) return 'conflict'
  if (isDryRun) return 'made'
  if (!(await relinkFoundEvents(context, linkedEventOf(event, account.id, eventId)))) return 'conflict'
  await queueStatusReport(context, eventId)
  return 'made'
}
