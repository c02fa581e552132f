import { expect, test } from './harness/test.ts'
import { startSystem } from './harness/system.ts'
import { killAt, type Moment, recordSteps } from './nothing-lost/killing.ts'

/** The ticket origin sets up ten accounts at a time; those that stand still must leave room for one that moves. */
const AT_ONCE = 8

for (const victim of ['tickets', 'api', 'boxOffice'] as const) {
  test(`kill -9 of ${victim} at every step loses no status and makes nothing twice`, async () => {
    test.setTimeout(240_000)
    const system = await startSystem({ SWEEP_FAST_MS: '1000' })
    const steps = await recordSteps(system)
    const moments = (['before', 'after'] as const).flatMap((when) =>
      steps.map((step): Moment => ({ step, when })),
    )
    const onSale: Promise<{ moment: Moment | undefined; took: number; made: unknown }>[] = []
    for (let at = 0; at < moments.length; at += AT_ONCE) {
      const tales = await killAt(system, victim, moments.slice(at, at + AT_ONCE))
      onSale.push(
        ...tales.map(async (tale) => ({
          moment: tale.moment,
          took: await tale.isOnSale(),
          made: await tale.made(),
        })),
      )
    }
    const outcomes = await Promise.all(onSale)
    const slowest = Math.max(...outcomes.map((each) => each.took))
    console.info(
      `${victim}: killed at ${outcomes.length} moments of ${steps.length} steps; shown after ${slowest} ms at most`,
    )
    for (const { moment, made } of outcomes)
      expect(made, JSON.stringify(moment)).toEqual({ accounts: 1, organizers: 1, webhooks: 1, events: 1 })
    await system.stop()
  })
}
