/** `npm run test:operate` runs the drills in full; `npm test` runs their short form, at most two minutes in all. */
export const IS_FULL = process.env['OPERATE_FORM'] === 'full'

/** The size of a drill: `inForm({ short: 2_000, full: 100_000 })` requests. */
export function inForm<T>({ short, full }: { short: T; full: T }): T {
  return IS_FULL ? full : short
}
