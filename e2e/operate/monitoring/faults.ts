import { ROOT } from '../../harness/system.ts'
import { HarnessError } from '../../harness/harness-error.ts'
import type { Node } from '../harness/node.ts'
import type { Stack } from '../harness/stack.ts'

/** Something that goes wrong, and who must learn of it. */
export type PlantedFault = {
  fault: string
  alert: string
  by: 'page' | 'mail'
  plant: (stack: Stack) => Promise<unknown>
  remove: (stack: Stack) => Promise<unknown>
}

/** An id that no event of the stack has. */
const NO_ID = 9_000_000

/** Faults that leave each other alone. */
export const FAULTS: readonly PlantedFault[] = [
  {
    fault: 'a node of the event site is gone',
    alert: 'TargetDown',
    by: 'mail',
    plant: (stack) => nodeOf(stack, 'site', 'b').stop(),
    remove: (stack) => nodeOf(stack, 'site', 'b').start(ROOT),
  },
  {
    fault: 'the API refuses a status report for good',
    alert: 'DeadLetters',
    by: 'mail',
    plant: ({ db }) => db('hi-events')`
      insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms)
      values (gen_random_uuid(), ${NO_ID}, ${NO_ID}, 'No event', 'LIVE', extract(epoch from now()) * 1000)`,
    remove: ({ db }) => db('hi-events')`delete from outbox where tuvens_event_id = ${NO_ID}`,
  },
  {
    fault: 'the API can issue no session',
    alert: 'SessionGenerationBudgetBurn',
    by: 'page',
    plant: ({ db }) => db('api')`alter table cross_app_sessions rename to sessions_away`,
    remove: ({ db }) => db('api')`alter table sessions_away rename to cross_app_sessions`,
  },
  {
    fault: 'an account is never swept',
    alert: 'SweepLate',
    by: 'mail',
    // The newest account, of which nothing else is due.
    plant: ({ db }) => db('hi-events')`
      update sweeps set due_at = now() + interval '1 day', swept_at = now() - interval '1 day'
      where tuvens_account_id = (select max(tuvens_account_id) from sweeps)`,
    remove: ({ db }) =>
      db('hi-events')`update sweeps set due_at = now() where due_at > now() + interval '1 hour'`,
  },
]

/** The box office stops: it silences what follows from it, so it comes last. */
export const UPSTREAM_AWAY: PlantedFault = {
  fault: 'the ticket system is away',
  alert: 'UpstreamAway',
  by: 'page',
  plant: ({ boxOffice }) => boxOffice.stop(),
  remove: ({ boxOffice }) => boxOffice.start(ROOT),
}

function nodeOf({ nodes }: Stack, service: string, name: string): Node {
  const found = nodes.find((each) => each.service === service && each.name === name)
  if (found === undefined) throw new HarnessError(`there is no node ${name} of ${service}`)
  return found
}
