import type { Clock } from '@tuvens/platform/clock'
import type { BaseContext } from '../base-context.ts'
import type { Send } from '../deliveries/send.ts'
import { sendWithFaults } from './delivery-faults.ts'
import { createFaultRules, type FaultRules } from './rules.ts'
import { createWorker, type Worker } from './worker.ts'

type Faultless = { send: Send; clock: Clock }

/** Produces, on demand, the faults that a real Hi.Events can have. For tests only. */
export type FaultInjection = {
  rules: FaultRules
  worker: Worker
  /** Milliseconds the clock is ahead. It dates webhooks and decides whether an event has ended. */
  skewMs: number
  wrap: (faultless: Faultless) => Faultless
}
export type FaultInjectionContext = BaseContext & {
  /** null unless FAULT_INJECTION_KEY is set */
  faultInjection: FaultInjection | null
}

export function createFaultInjection(): FaultInjection {
  const parts = { rules: createFaultRules(), worker: createWorker() }
  const faultInjection: FaultInjection = {
    ...parts,
    skewMs: 0,
    wrap: ({ send, clock }) => ({
      send: sendWithFaults(send, parts),
      clock: { now: () => clock.now() + faultInjection.skewMs },
    }),
  }
  return faultInjection
}
