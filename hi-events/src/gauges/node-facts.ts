import type { NodeFacts } from '@tuvens/platform/nodes/store'
import type { Breaker } from '../upstream/limits/breaker.ts'

type Observed = { caller: { guards: { breaker: Pick<Breaker, 'isOpen'> } } }

/** What a node of the ticket origin tells operators of itself, besides memory and event loop. */
export function nodeFacts({ caller }: Observed): Partial<NodeFacts> {
  return { isUpstreamAway: caller.guards.breaker.isOpen() }
}
