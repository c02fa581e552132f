import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { LineCall, FaultyLine } from '../harness/faulty-line.ts'
import { until } from '../../hi-events/test-support/harness.ts'
import { RetryingOrganiser } from './organiser.ts'
import { startWorld, type ServiceWorld } from './world.ts'

type LineName = keyof ServiceWorld['lines']
/** A write of a landing: its line, its name and its position among writes of that name. */
type Write = { line: LineName; name: string; nth: number }

const world = await startWorld()
afterAll(() => world.stop())
afterEach(() => {
  for (const line of Object.values(world.lines)) line.rule = undefined
})

const writes = await recordWrites()

/** Records the writes of one landing without faults. */
async function recordWrites(): Promise<Write[]> {
  const organiser = await RetryingOrganiser.join(world)
  const event = await organiser.event()
  for (const line of Object.values(world.lines)) line.calls.length = 0
  await organiser.enable(event.id)
  return (['api', 'boxOffice'] as const).flatMap((line) => {
    const names = world.lines[line].calls.filter(isWrite).map(nameOf)
    return names.map((name, at) => ({
      line,
      name,
      nth: names.slice(0, at + 1).filter((each) => each === name).length,
    }))
  })
}

function isWrite({ method, path }: LineCall): boolean {
  return method !== 'GET' && !path.endsWith('/event-status-changed')
}

function nameOf({ method, path }: LineCall): string {
  return `${method} ${path.replaceAll(/\d+/g, ':id')}`
}

/** Makes the nth call of a name fail once. */
function fail({ line, name, nth }: Write, fault: 'lose-response' | 'refuse'): { struck: () => number } {
  let seen = 0
  const wire: FaultyLine = world.lines[line]
  wire.rule = (call) => (nameOf(call) === name && ++seen === nth ? fault : undefined)
  return { struck: () => (seen >= nth ? 1 : 0) }
}

/** Counts what exists for an organiser in the box office and in the ticket origin. */
async function made({ person }: RetryingOrganiser) {
  const [upstream] = await world.office.database.db`
    with mine as (select id from accounts where email = ${person.email})
    select (select count(*) from mine)::int as accounts,
      (select count(*) from organizers where account_id in (select id from mine))::int as organizers,
      (select count(*) from webhooks w join organizers o on o.id = w.organizer_id
        where o.account_id in (select id from mine))::int as webhooks,
      (select count(*) from events where account_id in (select id from mine))::int as events`
  return upstream
}

const ONE_OF_EACH = { accounts: 1, organizers: 1, webhooks: 1, events: 1 }

describe('what a landing writes', () => {
  it('includes every step of the provisioning', () => {
    expect(writes.map((each) => `${each.line} ${each.name} ${each.nth}`)).toEqual(
      expect.arrayContaining([
        'api POST /api/cross-app/validate-session 1',
        'boxOffice POST /api/auth/register 1',
        'boxOffice POST /api/organizers 1',
        'boxOffice POST /api/organizers/:id/webhooks 1',
        'boxOffice POST /api/events 1',
        'boxOffice PATCH /api/events/:id/settings 1',
        'api PUT /api/cross-app/links/:id 1',
      ]),
    )
  })

  describe.each([
    ['its response is lost', 'lose-response'],
    ['it never arrives', 'refuse'],
  ] as const)('is created once when %s:', (_title, fault) => {
    it.each(writes)('$line $name, number $nth', async (write) => {
      const organiser = await RetryingOrganiser.join(world)
      const event = await organiser.event()
      const failing = fail(write, fault)
      await organiser.enable(event.id)
      expect(failing.struck()).toBe(1)
      await organiser.enable(event.id)
      expect(await made(organiser)).toEqual(ONE_OF_EACH)

      const { hi_events_event_id: id } = await organiser.read(event.id)
      expect((await organiser.call('PUT', `/events/${id}/status`, { status: 'LIVE' })).status).toBe(200)
      await until(
        async () => (await organiser.read(event.id)).ticketing_status === 'active',
        'its publishing',
      )
    })
  })
})
