/** The time, as an input: tests turn it by hand. */
export type Clock = { now: () => number }

/** The clock of the machine. */
export const systemClock: Clock = { now: () => Date.now() }
