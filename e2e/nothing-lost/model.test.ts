import { HarnessError } from '../harness/harness-error.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { OTHER_ORGANIZER } from './actions.ts'
import { playScene, settleScene, startFaultWorld, waitUntilRight } from './stage.ts'
import type { FaultWorld } from './staged-world.ts'
import { type Scene, scenesOf } from './steps.ts'
import type { Scenario } from './scenario.ts'
import { expectSameEverywhere } from './surfaces.ts'

/** Real intervals are ten times as long. Polls, time limits and retries do not scale. */
const SCALE = 10
/** The promise of a minute is not scaled: the machine may be slow, and some faults cost seconds. */
const BOUND_MS = 60_000
const AT_ONCE = 12
const RUNS = Number(process.env['MODEL_RUNS'] ?? 30)
const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31)

let world: FaultWorld
const scenarios: Scenario[] = []
beforeAll(async () => {
  world = await startFaultWorld(SCALE)
})
afterAll(async () => {
  world.stream.close()
  await world.stop()
})

describe(`whatever organisers do and whatever goes wrong (MODEL_RUNS=${RUNS} MODEL_SEED=${SEED})`, () => {
  it('the API shows the status of the source once all actions are done', {
    timeout: 3_600_000,
  }, async () => {
    const rounds = roundsOf(scenesOf(RUNS, SEED))
    const took: number[] = []
    const failures: Failure[] = []
    const noted = (scene: Scene) => (error: unknown) => note(failures, scene, error)
    for (const [at, scenes] of rounds.entries()) {
      // Whatever concerns all services, such as a crash, happens while the scenes of a round are played.
      const upgrade = at === Math.floor(rounds.length / 2) ? world.upgradeOffice() : null
      const played = await Promise.all(scenes.map((scene) => playScene(world, scene).catch(noted(scene))))
      await upgrade
      const times = await Promise.all(
        scenes.map((scene, nth) => settleScene(world, played[nth] ?? [], BOUND_MS).catch(noted(scene))),
      )
      took.push(...times.flatMap((each) => each ?? []))
      scenarios.push(...played.flatMap((each) => each ?? []))
    }
    if (failures.length > 0) throw new HarnessError(messageOf(failures))
    const sorted = took.toSorted((a, b) => a - b)
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)]
    console.info(
      `${took.length} sequences, seed ${SEED}: right after ${at(0.5)} ms (median), ${at(0.99)} (99 %), ${at(1)} (all)`,
    )
  })

  it('tickets, calendar files, pickers and reports say the same', async () => {
    for (const scenario of scenarios) await expectSameEverywhere(scenario)
  })

  it('no late message changes a status afterwards', async () => {
    await world.tickets.context.db`update sweeps set due_at = now()`
    for (const scenario of scenarios) await waitUntilRight(scenario, BOUND_MS)
  })

  it('the stream sent the same statuses, change by change', async () => {
    for (const { organiser, eventId } of scenarios) {
      const { ticketing_status, ticketing_version } = await organiser.read(eventId)
      const versions = () => world.stream.changes.filter((each) => each.eventId === eventId)
      await until(() => versions().at(-1)?.version === ticketing_version, `the stream of event ${eventId}`)
      expect(versions().at(-1)?.status).toBe(ticketing_status)
      expect(versions().map((each) => each.version)).toEqual(versions().map((_each, at) => at + 1))
    }
  })

  it('no two reports of a link have the same time', async () => {
    const twice = await world.tickets.context.db`
      select tuvens_event_id, sent_at_ms from outbox group by tuvens_event_id, sent_at_ms having count(*) > 1`
    expect(twice).toEqual([])
  })

  it('no organiser has two accounts, organizers or webhooks, and no event was created twice', async () => {
    const db = world.office.database.db
    const accounts = await db`select email from accounts group by email having count(*) > 1`
    const organizers = await db`select account_id from organizers 
      where status <> 'ARCHIVED' and name <> ${OTHER_ORGANIZER} group by account_id having count(*) > 1`
    const webhooks = await db`select organizer_id from webhooks group by organizer_id having count(*) > 1`
    expect({ accounts, organizers, webhooks }).toEqual({ accounts: [], organizers: [], webhooks: [] })
    const made = await db<{ id: string; count: number }[]>`
      select each ->> 'value' as id, count(*)::int from events, jsonb_array_elements(attributes) each
      where each ->> 'name' = 'tuvens_event_id' group by 1`
    const counts = new Map(made.map(({ id, count }) => [id, count]))
    const surplus = scenarios.filter(({ eventId, mayBeMade }) => (counts.get(eventId) ?? 0) > mayBeMade)
    expect(surplus.map((each) => each.eventId)).toEqual([])
    expect(scenarios.filter(({ eventId }) => !counts.has(eventId))).toEqual([])
  })
})

/** Scenes that run at once. */
function roundsOf(scenes: Scene[]): Scene[][] {
  const count = Math.ceil(scenes.length / AT_ONCE)
  return Array.from({ length: count }, (_each, at) => scenes.slice(at * AT_ONCE, (at + 1) * AT_ONCE))
}

type Failure = { message: string; scene: Scene }

function note(failures: Failure[], scene: Scene, error: unknown): null {
  failures.push({ message: error instanceof Error ? error.message : String(error), scene })
  return null
}

/** What is needed for the diagnosis comes first: a log may cut the rest. */
function messageOf(failures: Failure[]): string {
  const messages = failures.map(({ message }) => message)
  return [...messages, `MODEL_SEED=${SEED}`, ...failures.map(({ scene }) => JSON.stringify(scene))].join('\n')
}
