import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRight, playScene, setStage, type StagedWorld } from './stage.ts'
import { type Scene, scenesOf } from './steps.ts'
import type { Story } from './story.ts'

/** Real intervals are ten times as long; what does not scale (a poll a second, time limits, retries) is as it is. */
const SCALE = 10
/** A reading that hangs costs 5 s each time, an API that is away 1 to 2 s; the rest is the sweep, scaled, and the machine. */
const BOUND_MS = 20_000
const AT_ONCE = 12
const RUNS = Number(process.env['MODEL_RUNS'] ?? 60)
const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31)

let world: StagedWorld
const stories: Story[] = []
beforeAll(async () => {
  world = await setStage(SCALE)
}, 60_000)
afterAll(async () => {
  world.stream.close()
  await world.stop()
})

describe(`whatever organisers do and whatever goes wrong (MODEL_RUNS=${RUNS} MODEL_SEED=${SEED})`, () => {
  it('what the API shows is what the source says, once things are quiet', {
    timeout: 1_800_000,
  }, async () => {
    const waiting = scenesOf(RUNS, SEED)
    const took: number[] = []
    const failures: string[] = []
    const work = async (): Promise<void> => {
      for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) {
        const played = await playScene(world, scene, BOUND_MS).catch((error: unknown) =>
          note(failures, scene, error),
        )
        took.push(...(played?.took ?? []))
        stories.push(...(played?.stories ?? []))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    expect(failures.join('\n'), `MODEL_SEED=${SEED}`).toBe('')
    const sorted = took.toSorted((a, b) => a - b)
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)]
    console.info(
      `${took.length} sequences, seed ${SEED}: right after ${at(0.5)} ms (median), ${at(0.99)} (99 %), ${at(1)} (all)`,
    )
  })

  it('and it stays so: nothing that comes late makes any of them wrong', async () => {
    await Promise.all(stories.map((story) => isRight(story, 5000)))
  })

  it('the stream told the same, change by change', async () => {
    for (const story of stories) {
      const { ticketing_status, ticketing_version } = await story.organiser.read(story.eventId)
      const own = () => world.stream.changes.filter((each) => each.eventId === story.eventId)
      await world.stream.until(() => own().at(-1)?.version === ticketing_version)
      expect(own().at(-1)?.status).toBe(ticketing_status)
      expect(own().map((each) => each.version)).toEqual(own().map((_each, at) => at + 1))
    }
  })

  it('no number of a link was used twice', async () => {
    const twice = await world.tickets.ctx.db`
      select tuvens_event_id, number from outbox group by tuvens_event_id, number having count(*) > 1`
    expect(twice).toEqual([])
  })

  it('nobody has two accounts, organizers or webhooks, and no event was made twice', async () => {
    const db = world.office.database.db
    const accounts = await db`select email from accounts group by email having count(*) > 1`
    const organizers = await db`select account_id from organizers group by account_id having count(*) > 1`
    const webhooks = await db`select organizer_id from webhooks group by organizer_id having count(*) > 1`
    expect({ accounts, organizers, webhooks }).toEqual({ accounts: [], organizers: [], webhooks: [] })
    for (const { eventId, mayBeMade } of stories) {
      const attribute = JSON.stringify([{ name: 'tuvens_event_id', value: eventId }])
      const [made] = await db`select count(*)::int from events where attributes @> ${attribute}::text::jsonb`
      expect(made?.['count']).toBeGreaterThanOrEqual(1)
      expect(made?.['count']).toBeLessThanOrEqual(mayBeMade)
    }
  })
})

function note(failures: string[], scene: Scene, error: unknown): null {
  failures.push(`${String(error)}\n${JSON.stringify(scene)}`)
  return null
}
