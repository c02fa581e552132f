import type { Db } from '@tuvens/platform/db/db'
import { startListening } from '@tuvens/platform/db/listen'
import type { Log } from '@tuvens/platform/log'
import type { Loop } from '@tuvens/platform/work'

const CHANNEL = 'ticketing_changed'
const SEND_DELAY_MS = 5

/** `everyMs`: how often listening is checked; see `startListening`. */
type SignalParts = { db: Db; databaseUrl: string; log: Log; everyMs?: number }

/**
 * Signals between nodes that a change was committed. They carry nothing and are sent outside the writing transactions,
 * because NOTIFY serialises the commits of transactions that use it.
 */
export function createWakeSignal({ db, databaseUrl, log, everyMs }: SignalParts, onSignal: () => void) {
  let timer: NodeJS.Timeout | undefined
  let listening: Loop | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const notify = () => {
    timer = undefined
    sending = db.notify(CHANNEL, '').catch((error: unknown) => {
      log.warn({ err: error }, 'other nodes were not woken; they poll the log')
    })
  }
  return {
    /** Starts to receive the other nodes' signals. */
    listen: () => {
      listening = startListening({
        url: databaseUrl,
        applicationName: 'tuvens-api-signals',
        channel: CHANNEL,
        onSignal,
        log,
        ...(everyMs !== undefined && { everyMs }),
      })
    },
    /** Makes the other nodes read the change log; calls within a few milliseconds are sent as one. */
    send: () => {
      timer ??= setTimeout(notify, SEND_DELAY_MS).unref()
    },
    stop: async () => {
      clearTimeout(timer)
      await sending
      await listening?.stop()
    },
  }
}
