import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { createFairQueue, type FairQueue } from './fair-queue.ts'

/** A hash takes 30 ms of a processor: nobody waits longer than about a second. */
const BOUNDS = { atOnce: 2, perClient: 8, waiting: 64 }

/** The queue of all password hashes of a process. */
export function createPasswordQueue({ log, clock }: { log: Log; clock: Clock }): FairQueue {
  const onFull = (refused: number) => log.warn({ refused }, 'The queue for password hashes is full')
  return createFairQueue({ ...BOUNDS, clock, onFull })
}
