/** Waits, or rejects with the reason of the signal as soon as it is aborted. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(reasonOf(signal))
    const end = () => {
      clearTimeout(timer)
      reject(reasonOf(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, ms)
    signal?.addEventListener('abort', end, { once: true })
  })
}

const reasonOf = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError')

const [BASE_MS, LONGEST_MS] = [250, 8_000]

/** How long to wait before a try: longer each time, at random, so that clients do not come back all at once. */
export function backoffMs(failures: number, random: () => number): number {
  return Math.min(LONGEST_MS, BASE_MS * 2 ** failures) * (0.5 + random() / 2)
}
