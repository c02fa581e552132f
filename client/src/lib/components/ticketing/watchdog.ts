export type FrameState = 'loading' | 'ready' | 'failed' | 'timeout'

/** A frame that has loaded but sends nothing for this long is broken: its scripts or its storage are blocked. */
export const SILENCE_MS = 4_000
/** The stock widget of Hi.Events is ten times as large and renders twice before it is usable. */
export const STOCK_SILENCE_MS = 8_000
/** After this long, a frame that has not loaded gets a link beside it; it may still load. */
const SLOW_MS = 10_000

export type Watchdog = {
  /** The frame is in view: from now on silence counts. */
  start(): void
  /** The frame's document has loaded, whatever it contains. */
  loaded(): void
  /** The frame has sent a message. This also replaces an earlier `failed` or `timeout`. */
  ready(): void
  stop(): void
}

/** Reports the state of a ticket frame: `loading → ready | failed | timeout`. */
export function createWatchdog(onState: (state: FrameState) => void, silenceMs = () => SILENCE_MS): Watchdog {
  let state: FrameState = 'loading'
  let [isInView, isLoaded] = [false, false]
  let timer: ReturnType<typeof setTimeout> | undefined

  function setState(next: FrameState): void {
    clearTimeout(timer)
    state = next
    onState(next)
  }

  function startTimer(): void {
    clearTimeout(timer)
    if (state !== 'loading' || !isInView) return
    timer = isLoaded
      ? setTimeout(() => setState('failed'), silenceMs())
      : setTimeout(() => setState('timeout'), SLOW_MS)
  }

  return {
    start() {
      if (isInView) return
      isInView = true
      startTimer()
    },
    loaded() {
      isLoaded = true
      startTimer()
    },
    ready: () => setState('ready'),
    stop: () => clearTimeout(timer),
  }
}
