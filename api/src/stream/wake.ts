import type { Db } from '@tuvens/platform/db'
import type { Log } from '@tuvens/platform/log'

export type Wake = {
  /** Hears of other nodes' commits. */
  listen: () => Promise<void>
  /** Tells the other nodes to look; many calls in a moment are one. */
  tell: () => void
  stop: () => Promise<void>
}

const CHANNEL = 'ticketing_changed'
const GAP_MS = 5

/** Wake-ups between nodes: without payload and outside the writing transactions, where NOTIFY would make them queue. */
export function createWake({ db, log }: { db: Db; log: Log }, heard: () => void): Wake {
  let timer: NodeJS.Timeout | undefined
  let listening: { unlisten: () => Promise<void> } | undefined
  let telling: Promise<unknown> = Promise.resolve()
  const notify = () => {
    timer = undefined
    telling = db.notify(CHANNEL, '').catch((error: unknown) => {
      log.warn({ err: error }, 'other nodes were not woken; they look by themselves')
    })
  }
  return {
    listen: async () => {
      listening = await db.listen(CHANNEL, heard, heard)
    },
    tell: () => {
      timer ??= setTimeout(notify, GAP_MS).unref()
    },
    stop: async () => {
      clearTimeout(timer)
      await telling
      await listening?.unlisten().catch(() => undefined)
    },
  }
}
