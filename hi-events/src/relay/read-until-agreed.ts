import type { RunningRead, RelayContext } from './context.ts'
import { readEvent } from './read-event.ts'

/** Hi.Events sends its webhook before its commit: the first read may still return the old state. */
const DELAYS_MS = [0, 50, 150, 400, 1000]

/**
 * Reads an event until its status agrees with the one a webhook named, or the attempts are used up; the sweep finds what
 * is missed then. Reads of one event run one after the other, and those that wait are merged into one.
 *
 * @param named the status in the webhook; null when the caller has none
 */
export async function readUntilAgreed(
  context: RelayContext,
  eventId: string,
  named: string | null,
): Promise<void> {
  const current = context.runningReads.get(eventId)
  if (current !== undefined) {
    // A caller without a status (the sweep) must not clear one given earlier.
    current.named = named ?? current.named
    current.needsRead = true
    return current.done
  }
  const running = { named, needsRead: true, done: Promise.resolve() }
  context.runningReads.set(eventId, running)
  running.done = readWhileNeeded(context, eventId, running)
  return running.done
}

async function readWhileNeeded(context: RelayContext, eventId: string, running: RunningRead): Promise<void> {
  try {
    while (running.needsRead) {
      running.needsRead = false
      await readUntilStatusMatches(context, eventId, running)
    }
  } finally {
    // In the same tick as the last check of `needsRead`: no caller can join a read that has ended.
    context.runningReads.delete(eventId)
  }
}

async function readUntilStatusMatches(
  context: RelayContext,
  eventId: string,
  running: RunningRead,
): Promise<void> {
  for (const delay of DELAYS_MS) {
    if (delay > 0) await context.sleep(delay)
    if (running.needsRead) return
    const status = await readEvent(context, eventId)
    if (status === null || running.named === null || status === running.named) return
  }
}
