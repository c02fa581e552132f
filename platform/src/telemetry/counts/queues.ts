import { gauge } from '../registry.ts'

/** What of one queue waits. */
export type QueueState = {
  queue: string
  waiting: number
  deadLetters: number
  /** Age of the oldest that waits; null when none does. */
  oldestSeconds: number | null
}

const messages = gauge({
  name: 'tuvens_outbox_messages',
  help: 'Messages of a queue that wait, or that were given up and are kept, mails for a day; at most 10000 are counted',
  // The names that the code gives its queues.
  labels: { service: ['api', 'tickets'], queue: 'bounded', state: ['waiting', 'dead_letter'] },
})
const oldest = gauge({
  name: 'tuvens_outbox_oldest_seconds',
  help: 'Age of the oldest message of a queue that waits; 0 when none does',
  // As above.
  labels: { queue: 'bounded' },
})

/** Messages of one queue that are counted: a reading must not cost more when much waits. */
export const MAX_COUNTED = 10_000

/** Shows what waits in the queues of a service. */
export function showQueues(service: 'api' | 'tickets', queues: readonly QueueState[]): void {
  for (const { queue, waiting, deadLetters, oldestSeconds } of queues) {
    messages.set({ service, queue, state: 'waiting' }, waiting)
    messages.set({ service, queue, state: 'dead_letter' }, deadLetters)
    oldest.set({ queue }, Math.max(0, oldestSeconds ?? 0))
  }
}
