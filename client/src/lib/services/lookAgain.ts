/** Looks again every so often. */
export type LookAgain = {
  /** Somebody asks: looks at once, or waits for the look under way. */
  now: () => Promise<void>
  /** Something changed: looks soon, once for all that comes together. */
  soon: () => void
  stop: () => void
}

const EVERY_MS = 15_000
const SOON_MS = 400

/** Gently: by itself only while the page can be seen, and never twice at once. */
export function lookAgain(look: () => Promise<void>): LookAgain {
  const ending = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null

  const plan = (ms: number) => {
    clearTimeout(timer)
    if (!ending.signal.aborted && !document.hidden) timer = setTimeout(() => void now(), ms)
  }
  const now = () => {
    clearTimeout(timer)
    running ??= look()
      .catch(() => {})
      .finally(() => {
        running = null
        plan(EVERY_MS)
      })
    return running
  }
  const seen = () => {
    if (document.hidden) clearTimeout(timer)
    else plan(SOON_MS)
  }

  document.addEventListener('visibilitychange', seen, { signal: ending.signal })
  plan(EVERY_MS)
  return {
    now,
    soon: () => {
      if (running === null) plan(SOON_MS)
    },
    stop: () => {
      ending.abort()
      clearTimeout(timer)
    },
  }
}
