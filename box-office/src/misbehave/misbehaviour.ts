import type { Clock } from '@tuvens/platform/clock'
import type { Send } from '../webhooks/send.ts'
import { misbehavingSend } from './deliveries.ts'
import { createRules, type Rules } from './rules.ts'
import { createWorker, type Worker } from './worker.ts'

/** What an honest box office works with. */
type Honest = { send: Send; clock: Clock }

/** The switches by which a box office misbehaves as a real Hi.Events can. Only where it was asked for: for tests. */
export type Misbehaviour = {
  rules: Rules
  worker: Worker
  /** Milliseconds its clock is ahead: when webhooks say they were sent, and whether an event is over. */
  skewMs: number
  over: (honest: Honest) => Honest
}

export function createMisbehaviour(): Misbehaviour {
  const parts = { rules: createRules(), worker: createWorker() }
  const misbehaviour: Misbehaviour = {
    ...parts,
    skewMs: 0,
    over: ({ send, clock }) => ({
      send: misbehavingSend(send, parts),
      clock: { now: () => clock.now() + misbehaviour.skewMs },
    }),
  }
  return misbehaviour
}
