const TICK_MS = 15_000

/**
 * The server's time on a page that stays open: it goes on from the time at which the page was made, whatever the reader's
 * clock says. For a component.
 *
 * @param madeAt the server's time, in milliseconds since the epoch
 */
export function createPageClock(madeAt: () => number): { readonly now: number } {
  let elapsed = $state(0)
  $effect(() => {
    madeAt()
    elapsed = 0
    const from = performance.now()
    const timer = setInterval(() => (elapsed = performance.now() - from), TICK_MS)
    return () => clearInterval(timer)
  })
  return {
    get now() {
      return madeAt() + elapsed
    },
  }
}
