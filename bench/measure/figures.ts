/** The median; NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2
}

/** Nearest-rank percentile, `share` from 0 to 1; NaN without values. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

export type Ratio = { median: number; min: number; max: number }

/** Divides the values of the same round, because a disturbance of the machine slows both of them. */
export function ratioOf(numerators: readonly number[], denominators: readonly number[]): Ratio {
  const each = numerators.map((value, round) => value / (denominators[round] ?? NaN))
  return { median: median(each), min: Math.min(...each), max: Math.max(...each) }
}
