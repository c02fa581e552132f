/** Middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2
}

/** Nearest-rank percentile, `share` from 0 to 1; NaN of nothing. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

export type Ratio = { median: number; min: number; max: number }

/** Pairs of one round each, divided: what slows a round slows both halves of a pair. */
export function ratioOf(numerators: readonly number[], denominators: readonly number[]): Ratio {
  const each = numerators.map((value, round) => value / (denominators[round] ?? NaN))
  return { median: median(each), min: Math.min(...each), max: Math.max(...each) }
}
