/** The windows of objectives, in seconds: the names of recording rules carry them. `30d` is the period of the budget. */
export const WINDOWS = {
  '5m': 300,
  '30m': 1_800,
  '1h': 3_600,
  '2h': 7_200,
  '6h': 21_600,
  '1d': 86_400,
  '3d': 259_200,
  '30d': 2_592_000,
} as const
export type Window = keyof typeof WINDOWS

/** How long rules look back and wait. A drill divides all of it, so that it sees the same rules in seconds. */
export type Timing = {
  /** A duration in the notation of Prometheus. */
  duration: (seconds: number) => string
  /** The same as a number of seconds, for comparisons. */
  seconds: (seconds: number) => number
  /** Seconds between two evaluations of the rules. */
  evaluationSeconds: number
}

/** @param divisor 1 in production */
export function timingOf({ divisor = 1, evaluationSeconds = 15 } = {}): Timing {
  const scaled = (seconds: number) => seconds / divisor
  return { duration: (seconds) => durationOf(scaled(seconds)), seconds: scaled, evaluationSeconds }
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const

/** In the notation of Prometheus: the largest unit that gives a whole number, or milliseconds. */
export function durationOf(seconds: number): string {
  const unit = UNITS.find(([, size]) => seconds >= size && seconds % size === 0)
  return unit === undefined ? `${Math.round(seconds * 1_000)}ms` : `${seconds / unit[1]}${unit[0]}`
}
