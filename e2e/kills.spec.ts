import { expect, test } from './harness/test.ts'
import { startSystem } from './harness/system.ts'
import { killAt, recordSteps } from './nothing-lost/killing.ts'
import type { Moment } from './nothing-lost/moment.ts'
import type { KillScenario } from './nothing-lost/kill-scenario.ts'

/** The ticket origin sets up ten accounts at a time; held scenarios must leave room for one that proceeds. */
const AT_ONCE = 8
/**
 * A run may miss a moment; it is tried alone then. A moment that this number of runs misses is an error, unless it is a read:
 * some are made in few runs only, such as that of a webhook which a sweep finds old.
 */
const TRIES = 5

for (const victim of ['tickets', 'api', 'boxOffice'] as const) {
  test(`kill -9 of ${victim} at every step loses no status and creates nothing twice`, async () => {
    test.setTimeout(1_200_000)
    const system = await startSystem({ SWEEP_FAST_MS: '1000' })
    const steps = await recordSteps(system)
    let open = (['before', 'after'] as const).flatMap((when) => steps.map((step): Moment => ({ step, when })))
    const killed: Promise<{ moment: Moment; took: number; made: unknown }>[] = []
    for (let tries = 0; tries < TRIES && open.length > 0; tries++) {
      const missed: Moment[] = []
      for (const moments of groupsOf(tries === 0 ? AT_ONCE : 1, open)) {
        for (const { scenario, moment, isReached } of await killAt(system, victim, moments)) {
          if (!isReached) missed.push(moment)
          killed.push(outcomeOf(scenario, moment))
        }
      }
      open = missed
    }
    const neverReached = open.filter(({ step }) => !step.name.startsWith('GET '))
    expect(neverReached, 'writes that no scenario reaches').toEqual([])
    const outcomes = await Promise.all(killed)
    const slowest = Math.max(...outcomes.map((each) => each.took))
    console.info(
      `${victim}: killed at ${outcomes.length} moments of ${steps.length} steps; shown after ${slowest} ms at most`,
    )
    for (const { moment, made } of outcomes)
      expect(made, JSON.stringify(moment)).toEqual({ accounts: 1, organizers: 1, webhooks: 1, events: 1 })
    await system.stop()
  })
}

async function outcomeOf(scenario: KillScenario, moment: Moment) {
  return { moment, took: await scenario.waitUntilOnSale(), made: await scenario.countCreated() }
}

function groupsOf<T>(size: number, all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  )
}
