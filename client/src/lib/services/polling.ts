/** A read that repeats. */
export type Polling = {
  /** Reads at once, or waits for the read that is running. */
  now: () => Promise<void>
  /** Reads within half a second; several calls cause one read. */
  soon: () => void
  stop: () => void
}

const EVERY_MS = 15_000
const SOON_MS = 400

/** Repeats `read` every 15 seconds while the page is visible, and never runs it twice at the same time. */
export function startPolling(read: () => Promise<void>): Polling {
  const ending = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  const schedule = (ms: number) => {
    clearTimeout(timer)
    if (!ending.signal.aborted && !document.hidden) timer = setTimeout(() => void now(), ms)
  }
  const now = () => {
    clearTimeout(timer)
    running ??= read()
      .catch(() => {})
      .finally(() => {
        running = null
        schedule(EVERY_MS)
      })
    return running
  }
  const followVisibility = () => {
    if (document.hidden) clearTimeout(timer)
    else schedule(SOON_MS)
  }

  document.addEventListener('visibilitychange', followVisibility, { signal: ending.signal })
  schedule(EVERY_MS)
  return {
    now,
    soon: () => {
      if (running === null) schedule(SOON_MS)
    },
    stop: () => {
      ending.abort()
      clearTimeout(timer)
    },
  }
}
