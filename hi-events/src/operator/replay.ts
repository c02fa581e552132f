import { MAX_REPLAYED, type ReplaySelection } from '@tuvens/contract'
import type { OperatorContext } from './context.ts'
import { isIdOf, type Kind, readTime, REPLAY_BATCH, replayDeliveries } from './store.ts'

const KINDS: readonly Kind[] = ['native', 'report']

/** The kinds of a search that the ticket origin keeps. */
export function kindsOf(kinds: string | undefined): Kind[] {
  const asked = kinds?.split(',')
  return KINDS.filter((kind) => asked === undefined || asked.includes(kind))
}

/**
 * Makes deliveries due again, in batches. It can be repeated: what is due already is not counted a second time, the API
 * recognises a status report that it has had, and a native webhook only causes a read.
 */
export async function replay(
  context: OperatorContext,
  { kinds, ids, ...filters }: ReplaySelection,
): Promise<Record<string, number>> {
  const replayed: Record<string, number> = {}
  for (const kind of kindsOf(kinds)) {
    const named = idsOf(ids, kind)
    if (named?.length === 0) continue
    replayed[kind] =
      named === undefined
        ? await replayFound(context, kind, filters)
        : await replayDeliveries(context.db, kind, { ids: named })
  }
  context.inboxWakeUp.wake()
  context.outboxWakeUp.wake()
  return replayed
}

async function replayFound(
  { db }: OperatorContext,
  kind: Kind,
  filters: Omit<ReplaySelection, 'kinds' | 'ids'>,
): Promise<number> {
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

/** The ids of one kind; undefined when the deliveries are not named. */
function idsOf(ids: string | undefined, kind: Kind): string[] | undefined {
  return ids
    ?.split(',')
    .flatMap((key) => (key.startsWith(`${kind}:`) ? [key.slice(kind.length + 1)] : []))
    .filter((id) => isIdOf(kind, id))
}
