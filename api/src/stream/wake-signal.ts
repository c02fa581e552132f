import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'

const CHANNEL = 'ticketing_changed'
const SEND_DELAY_MS = 5

/**
 * Signals between nodes that a change was committed. They carry nothing and are sent outside the writing transactions,
 * because NOTIFY serialises the commits of transactions that use it.
 */
export function createWakeSignal({ db, log }: { db: Db; log: Log }, onSignal: () => void) {
  let timer: NodeJS.Timeout | undefined
  let listening: { unlisten: () => Promise<void> } | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const notify = () => {
    timer = undefined
    sending = db.notify(CHANNEL, '').catch((error: unknown) => {
      log.warn({ err: error }, 'other nodes were not woken; they poll the log')
    })
  }
  return {
    /** Starts to receive the other nodes' signals. */
    listen: async () => {
      listening = await db.listen(CHANNEL, onSignal, onSignal)
    },
    /** Makes the other nodes read the change log; calls within a few milliseconds are sent as one. */
    send: () => {
      timer ??= setTimeout(notify, SEND_DELAY_MS).unref()
    },
    stop: async () => {
      clearTimeout(timer)
      await sending
      await listening?.unlisten().catch(() => undefined)
    },
  }
}
