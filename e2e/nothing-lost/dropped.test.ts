import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { Organiser } from './organiser.ts'
import { startWorld, type World } from './world.ts'

/** How many times faster than in earnest the sweep runs; 1 is in earnest. */
const SCALE = Number(process.env['SWEEP_SCALE'] ?? 10)
const PROMISE_MS = 60_000 / SCALE

let world: World
let organiser: Organiser
let eventId: string
let hiEventId: number
beforeAll(async () => {
  world = await startWorld({ scale: SCALE })
})
afterAll(() => world.stop())
beforeEach(async () => {
  organiser = await Organiser.join(world)
  eventId = (await organiser.event()).id
  await organiser.enable(eventId)
  hiEventId = (await organiser.read(eventId)).hi_events_event_id ?? 0
  await isShown('setup')
  world.faultInjection.rules.remove()
  world.faultInjection.rules.add({ kind: 'drop' })
})

const set = (status: string) => organiser.call('PUT', `/events/${hiEventId}/status`, { status })

/** @returns after how many milliseconds */
async function isShown(status: string): Promise<number> {
  const since = Date.now()
  const isSo = async () => (await organiser.read(eventId)).ticketing_status === status
  await until(isSo, `${status} of event ${eventId}`, PROMISE_MS)
  return Date.now() - since
}

/** Nobody has touched the account for longer than an organiser is thought to be at work. */
const leaveAlone = () => world.tickets.context.db`
  update accounts set in_motion_until = now() where tuvens_account_id = ${organiser.person.accountId}`

/** The next change comes just after a sweep: the worst moment. */
async function justSwept(): Promise<void> {
  const swept = async () => {
    const [row] = await world.tickets.context.db`
      select swept_at from accounts where tuvens_account_id = ${organiser.person.accountId}`
    return Number(row?.['swept_at'] ?? 0)
  }
  const before = await swept()
  await until(async () => (await swept()) > before, 'a sweep', PROMISE_MS)
}

describe(`with every webhook dropped, within a minute (here ${PROMISE_MS / 1000} s)`, {
  timeout: 600_000,
}, () => {
  it('what an organiser at work does is shown', async () => {
    for (const [status, shown] of STATUSES) {
      await justSwept()
      await set(status)
      note('at work', shown, await isShown(shown))
    }
  })

  it('what changes in an account that was quiet is shown', async () => {
    await leaveAlone()
    await justSwept()
    await set('LIVE')
    note('quiet', 'active', await isShown('active'))
  })

  it('what was cancelled and is opened again is shown', async () => {
    await set('ARCHIVED')
    await isShown('inactive')
    await leaveAlone()
    await justSwept()
    await set('LIVE')
    note('cancelled', 'active', await isShown('active'))
  })

  it('a deleted event and an archived organizer, of which no webhook ever tells, are shown', async () => {
    await set('LIVE')
    await isShown('active')
    const organizers = await organiser.call('GET', '/organizers')
    await organiser.call('PUT', `/organizers/${organizers.body.data[0].id}/status`, { status: 'ARCHIVED' })
    note('organizer archived', 'inactive', await isShown('inactive'))
    await set('LIVE')
    await isShown('active')
    await organiser.call('DELETE', `/events/${hiEventId}`)
    note('deleted', 'inactive', await isShown('inactive'))
  })
})

it('an account whose readings hang holds up the sweep of no other', { timeout: 60_000 }, async () => {
  const other = await Organiser.join(world)
  const theirs = await other.event()
  await other.enable(theirs.id)
  const [row] = await world.office.database.db`select id from accounts where email = ${other.person.email}`
  const hang = { kind: 'slow', ms: 6000, account: Number(row?.['id']), path: 'GET /api/events' } as const
  const rule = world.faultInjection.rules.add(hang)
  await until(() => rule.applied > 0, 'a sweep that hangs', PROMISE_MS)
  await set('LIVE')
  note('beside one that hangs', 'active', await isShown('active'))
})

const STATUSES = [
  ['LIVE', 'active'],
  ['DRAFT', 'setup'],
  ['ARCHIVED', 'inactive'],
] as const

function note(account: string, shown: string, ms: number): void {
  console.info(`${account}: ${shown} shown after ${ms} ms of ${PROMISE_MS}`)
  expect(ms).toBeLessThan(PROMISE_MS)
}

describe('linked again while the API still refuses an older word', () => {
  it('the refusal of the old link does not silence the new one', async () => {
    world.faultInjection.rules.remove()
    let refuse = () => {}
    const refused = new Promise<void>((resolve) => (refuse = resolve))
    let isHeld = false
    world.lines.api.rule = async ({ path, body }) => {
      if (!path.endsWith('/event-status-changed') || isHeld || !body.includes(`"${eventId}"`))
        return undefined
      isHeld = true
      await refused
      return { answer: 409 }
    }
    await set('LIVE')
    await until(() => isHeld, 'the word that will be refused')
    await organiser.unlink(eventId)
    await organiser.enable(eventId)
    refuse()
    const stopped = () => world.tickets.context.db`
      select dead_at from outbox where tuvens_event_id = ${eventId} and dead_at is not null`
    await until(async () => (await stopped()).length === 1, 'the refusal')
    await set('ARCHIVED')
    await isShown('inactive')
  })
})
