/** Looks again every so often. */
export type LookAgain = {
  /** Something changed: looks soon, once for all that comes together. */
  soon: () => void
  stop: () => void
}

const EVERY_MS = 15_000
const SOON_MS = 400

/** Gently: only while the page can be seen, and never twice at once. */
export function lookAgain(look: () => Promise<void>): LookAgain {
  const ending = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let looking = false

  const plan = (ms: number) => {
    clearTimeout(timer)
    if (!ending.signal.aborted) timer = setTimeout(() => void turn(), ms)
  }
  const turn = async () => {
    if (document.hidden || looking) return
    looking = true
    await look().catch(() => {})
    looking = false
    plan(EVERY_MS)
  }
  const seen = () => {
    if (document.hidden) clearTimeout(timer)
    else plan(SOON_MS)
  }

  document.addEventListener('visibilitychange', seen, { signal: ending.signal })
  plan(EVERY_MS)
  return {
    soon: () => {
      if (!looking) plan(SOON_MS)
    },
    stop: () => {
      ending.abort()
      clearTimeout(timer)
    },
  }
}
