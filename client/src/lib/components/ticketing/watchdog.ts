export type FrameState = 'loading' | 'ready' | 'failed' | 'timeout'

/** A frame that loaded but stays mute this long is broken (its scripts or storage are blocked). */
export const MUTE_MS = 4_000
/** The stock widget of Hi.Events is ten times as heavy and draws twice before it is of use. */
export const STOCK_MUTE_MS = 8_000
/** A frame that has not even loaded after this long will be waited for, but not in silence. */
const SLOW_MS = 10_000

export type Watchdog = {
  /** The frame is in view: from now on silence counts. */
  start(): void
  /** Its document arrived, whatever is in it. */
  loaded(): void
  /** It spoke. A late word mends an earlier verdict. */
  ready(): void
  stop(): void
}

/** Says how a ticket frame does: `loading → ready | failed | timeout`. */
export function createWatchdog(tell: (state: FrameState) => void, muteMs = () => MUTE_MS): Watchdog {
  let [state, seen, here]: [FrameState, boolean, boolean] = ['loading', false, false]
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(next: FrameState): void {
    clearTimeout(timer)
    state = next
    tell(next)
  }

  function arm(): void {
    clearTimeout(timer)
    if (state !== 'loading' || !seen) return
    timer = here ? setTimeout(() => become('failed'), muteMs()) : setTimeout(() => become('timeout'), SLOW_MS)
  }

  return {
    start() {
      if (seen) return
      seen = true
      arm()
    },
    loaded() {
      here = true
      arm()
    },
    ready: () => become('ready'),
    stop: () => clearTimeout(timer),
  }
}
