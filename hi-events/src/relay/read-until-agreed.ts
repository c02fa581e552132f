import type { RunningRead, RelayContext } from './context.ts'
import { readEvent } from './read-event.ts'

/** Hi.Events sends its webhook before its commit: the first reading may still return the old state. */
const DELAYS_MS = [0, 50, 150, 400, 1000]

/**
 * Reads an event until its status agrees with the one a webhook named, or the attempts are used up; the sweep finds what
 * is missed then. Readings of one event run one after the other, and those that wait are merged into one.
 *
 * @param named the status in the webhook; null when the caller has none
 */
export async function readUntilAgreed(
  context: RelayContext,
  eventId: string,
  named: string | null,
): Promise<void> {
  const running = context.runningReads.get(eventId)
  if (running !== undefined) {
    // A caller without a status (the sweep) must not clear one given earlier.
    running.named = named ?? running.named
    running.isAskedAgain = true
    return running.done
  }
  const reading = { named, isAskedAgain: true, done: Promise.resolve() }
  context.runningReads.set(eventId, reading)
  reading.done = readWhileAsked(context, eventId, reading)
  return reading.done
}

async function readWhileAsked(context: RelayContext, eventId: string, reading: RunningRead): Promise<void> {
  try {
    while (reading.isAskedAgain) {
      reading.isAskedAgain = false
      await readWithRetries(context, eventId, reading)
    }
  } finally {
    // In the same tick as the last check of `isAskedAgain`: nobody can join a reading that has ended.
    context.runningReads.delete(eventId)
  }
}

async function readWithRetries(context: RelayContext, eventId: string, reading: RunningRead): Promise<void> {
  for (const delay of DELAYS_MS) {
    if (delay > 0) await context.sleep(delay)
    if (reading.isAskedAgain) return
    const status = await readEvent(context, eventId)
    if (status === null || reading.named === null || status === reading.named) return
  }
}
