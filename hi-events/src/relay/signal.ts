/** Wakes a sleeping loop; a ring while nobody waits is kept. */
export type Signal = { ring: () => void; wait: (ms: number) => Promise<void> }

/** For one waiting loop. */
export function createSignal(): Signal {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      isRung = true
      wake?.()
    },
    wait: async (ms) => {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wake = undefined
      isRung = false
    },
  }
}
