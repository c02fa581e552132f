import { MAX_REPLAYED, type ReplaySelection, ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import type { FastifyRequest } from 'fastify'
import { audited } from '../audit-act.ts'
import type { OperatorContext } from '../context.ts'
import {
  findAccountOfEvent,
  type Filters,
  readTime,
  REPLAY_BATCH,
  type ReplayableKind,
  replayDeliveries,
} from './store.ts'
import { orRefuse } from './ticket-origin.ts'

/** How many were replayed, by kind and in all. */
export type ReplayResult = { replayed: Record<string, number>; total: number }

const OWN: readonly ReplayableKind[] = ['edit', 'mail']
const THEIRS = ['native', 'report']

/**
 * Sends or processes deliveries again: named ones, or those of a search, by default its dead letters. It can be repeated:
 * what is due already is not counted a second time, and the receiver recognises what it has had.
 */
export async function replay(
  context: OperatorContext,
  selection: ReplaySelection,
  request: FastifyRequest,
): Promise<ReplayResult> {
  checkSelection(selection)
  const eventId = selection.event_id ?? null
  const note = Object.entries(selection)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  const act = { operation: 'operator-replay', eventId, note, request }
  const about = { accountId: await findAccountOfEvent(context.db, eventId) }
  return audited(context, act, async () => {
    const theirs = isAsked(selection, THEIRS) ? await replayTheirs(context, selection, request.operator) : {}
    const replayed = { ...theirs, ...(await replayOwn(context, selection)) }
    const total = Object.values(replayed).reduce((one, other) => one + other, 0)
    const counts = Object.entries(replayed).map(([kind, count]) => `${count} ${kind}`)
    return { result: { replayed, total }, note: counts.join(', ') || 'nothing', about }
  })
}

/**
 * An empty field must not widen a selection to everything: all dead letters are asked for by their state, and what was
 * delivered is sent again for one event or window only.
 *
 * @throws ServiceError VALIDATION_ERROR
 */
function checkSelection({ ids, state, event_id, from, until }: ReplaySelection): void {
  const isNarrow = ids !== undefined || event_id !== undefined || (from !== undefined && until !== undefined)
  if (isNarrow || state === 'dead_letter' || state === 'waiting') return
  const message = 'ids, event_id, from and until, or a state of dead_letter or waiting is required'
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field: 'selection', message }] })
}

async function replayTheirs({ ticketOrigin }: OperatorContext, selection: ReplaySelection, operator: string) {
  const call = callOf(TICKET_ORIGIN_ROUTES.operatorReplay, { body: { operator, selection } })
  return (await orRefuse(ticketOrigin.call(call))).replayed
}

async function replayOwn(context: OperatorContext, selection: ReplaySelection) {
  const { kinds: _, ids, ...filters } = selection
  const replayed: Record<string, number> = {}
  for (const kind of OWN.filter((each) => isAsked(selection, [each]))) {
    replayed[kind] =
      ids === undefined
        ? await replayFound(context, kind, filters)
        : await replayDeliveries(context.db, kind, { ids: idsOf(ids, kind) })
  }
  context.mailing.wake()
  context.editing.wake()
  return replayed
}

async function replayFound({ db }: OperatorContext, kind: ReplayableKind, filters: Filters): Promise<number> {
  const before = await readTime(db)
  const search = { state: 'dead_letter' as const, ...filters }
  let total = 0
  while (total < MAX_REPLAYED) {
    const count = await replayDeliveries(db, kind, { filters: search, before })
    total += count
    if (count < REPLAY_BATCH) break
  }
  return total
}

/** Whether one of these kinds is selected. */
function isAsked({ kinds, ids }: ReplaySelection, some: readonly string[]): boolean {
  const asked = ids?.split(',').map((key) => key.split(':', 1)[0] ?? '') ?? kinds?.split(',')
  return asked === undefined || some.some((kind) => asked.includes(kind))
}

function idsOf(ids: string, kind: ReplayableKind): string[] {
  return ids
    .split(',')
    .flatMap((key) => (key.startsWith(`${kind}:`) ? [key.slice(kind.length + 1)] : []))
    .filter((id) => /^[1-9]\d{0,17}$/.test(id))
}
