import { createWakeUp, type Loop, startLoop, type WorkLog } from '../work.ts'
import { createDb } from './db.ts'

type Listening = {
  url: string
  applicationName: string
  /** A name of letters and underscores. */
  channel: string
  onSignal: () => void
  log: WorkLog
  /** Pause between two checks, in milliseconds. */
  everyMs?: number
}

const EVERY_MS = 5_000
/** A check that gets no answer is over before the next one is due. */
const LIMIT_MS = 4_000

/**
 * Receives the signals of one channel on a connection of its own, also after a failover. The driver's `listen` is taken up
 * once after a connection is lost; where that fails, because the server is not back or takes no `LISTEN` yet, never again.
 */
export function startListening(listening: Listening): Loop {
  const { url, applicationName, channel, onSignal, log, everyMs = EVERY_MS } = listening
  const wakeUp = createWakeUp()
  /** Whether the connection has not listened yet. */
  let isNew = true
  const db = createDb(url, {
    max: 1,
    applicationName,
    timeouts: { statementMs: LIMIT_MS, lockMs: LIMIT_MS },
    waitMs: LIMIT_MS,
    onNotify: onSignal,
    onClose: () => {
      isNew = true
      wakeUp.wake()
    },
  })
  // To listen again on the same connection changes nothing; on a new one it has to be done.
  const run = async () => {
    await db.unsafe(`listen ${channel}`)
    // Whatever was sent meanwhile is found by looking.
    if (isNew) onSignal()
    isNew = false
  }
  const loop = startLoop({ name: `listening to ${channel}`, run, everyMs, log, wakeUp })
  return {
    stop: async () => {
      await loop.stop()
      await db.end({ timeout: 1 })
    },
  }
}
