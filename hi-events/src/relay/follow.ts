import type { Pursuit, RelayContext } from './context.ts'
import { readEvent } from './read-event.ts'

/** Hi.Events sends its webhook before its commit: the first reading may still show the old state. */
const PAUSES_MS = [0, 50, 150, 400, 1000]

/**
 * Reads an event until it agrees with what a webhook named, or a bound is reached: then the sweep goes on. Readings of one
 * event queue up behind each other, and those that wait become one.
 */
export async function follow(context: RelayContext, eventId: string, named: string | null): Promise<void> {
  const running = context.following.get(eventId)
  if (running !== undefined) {
    // Who asks without a name, as the sweep does, takes none away.
    running.named = named ?? running.named
    running.isAskedAgain = true
    return running.done
  }
  const state = { named, isAskedAgain: true, done: Promise.resolve() }
  context.following.set(eventId, state)
  state.done = pursue(context, eventId, state)
  return state.done
}

async function pursue(context: RelayContext, eventId: string, state: Pursuit): Promise<void> {
  try {
    while (state.isAskedAgain) {
      state.isAskedAgain = false
      await readUntilAgreed(context, eventId, state)
    }
  } finally {
    // At once: between the last look and this, nobody may ask a reading that is over.
    context.following.delete(eventId)
  }
}

async function readUntilAgreed(context: RelayContext, eventId: string, state: Pursuit): Promise<void> {
  for (const pause of PAUSES_MS) {
    if (pause > 0) await context.sleep(pause)
    if (state.isAskedAgain) return
    const status = await readEvent(context, eventId)
    if (status === null || state.named === null || status === state.named) return
  }
}
