import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { archiveOrganizer } from './actions.ts'
import { RetryingOrganiser } from './organiser.ts'
import { startWorld, type ServiceWorld } from './world.ts'

/** How many times faster than in production the sweep runs. */
const SCALE = Number(process.env['SWEEP_SCALE'] ?? 10)
/** The promise of a minute is not scaled: the machine may be slow. */
const PROMISE_MS = 60_000

let world: ServiceWorld
let organiser: RetryingOrganiser
let eventId: string
let hiEventId: number
beforeAll(async () => {
  world = await startWorld({ scale: SCALE })
})
afterAll(() => world.stop())
beforeEach(async () => {
  organiser = await RetryingOrganiser.join(world)
  eventId = (await organiser.event()).id
  await organiser.enable(eventId)
  hiEventId = (await organiser.read(eventId)).hi_events_event_id ?? 0
  await waitUntilShown('setup')
  world.faultInjection.rules.remove()
  world.faultInjection.rules.add({ kind: 'drop' })
})

const set = (status: string) => organiser.call('PUT', `/events/${hiEventId}/status`, { status })

/** @returns milliseconds until the status was shown */
async function waitUntilShown(status: string): Promise<number> {
  const since = Date.now()
  const isShown = async () => (await organiser.read(eventId)).ticketing_status === status
  await until(isShown, `${status} of event ${eventId}`, PROMISE_MS)
  return Date.now() - since
}

/** Makes the account count as quiet: no recent activity. */
const makeQuiet = () => world.tickets.context.db`
  update sweeps set active_until = now() where tuvens_account_id = ${organiser.person.accountId}`

/** Waits for a sweep, so that the next change has to wait longest for one. */
async function waitForSweep(): Promise<void> {
  const swept = async () => {
    const [row] = await world.tickets.context.db`
      select swept_at from sweeps where tuvens_account_id = ${organiser.person.accountId}`
    return Number(row?.['swept_at'] ?? 0)
  }
  const before = await swept()
  await until(async () => (await swept()) > before, 'a sweep', PROMISE_MS)
}

describe('with every webhook dropped, within a minute', { timeout: 600_000 }, () => {
  it('shows what a recently active organiser does', async () => {
    for (const [status, shown] of STATUSES) {
      await waitForSweep()
      await set(status)
      note('at work', shown, await waitUntilShown(shown))
    }
  })

  it('shows what changes in a quiet account', async () => {
    await makeQuiet()
    await waitForSweep()
    await set('LIVE')
    note('quiet', 'active', await waitUntilShown('active'))
  })

  it('shows an event that was cancelled and opened again', async () => {
    await set('ARCHIVED')
    await waitUntilShown('inactive')
    await makeQuiet()
    await waitForSweep()
    await set('LIVE')
    note('cancelled', 'active', await waitUntilShown('active'))
  })

  it('shows a deleted event and an archived organizer, for which no webhook exists', async () => {
    await set('LIVE')
    await waitUntilShown('active')
    await archiveOrganizer(organiser.call)
    note('organizer archived', 'inactive', await waitUntilShown('inactive'))
    await set('LIVE')
    await waitUntilShown('active')
    await organiser.call('DELETE', `/events/${hiEventId}`)
    note('deleted', 'inactive', await waitUntilShown('inactive'))
  })
})

it('an account whose reads hang does not delay the sweep of another', async () => {
  const other = await RetryingOrganiser.join(world)
  const theirs = await other.event()
  await other.enable(theirs.id)
  const [row] = await world.office.database.db`select id from accounts where email = ${other.person.email}`
  const hang = { kind: 'slow', ms: 6000, account: Number(row?.['id']), path: 'GET /api/events' } as const
  const rule = world.faultInjection.rules.add(hang)
  await until(() => rule.applied > 0, 'a sweep that hangs', PROMISE_MS)
  await set('LIVE')
  note('beside one that hangs', 'active', await waitUntilShown('active'))
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

describe('linked again while the API still refuses an older status report', () => {
  it('the refusal of the old link does not stop the new one', async () => {
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
    await until(() => isHeld, 'the status report that will be refused')
    await organiser.unlink(eventId)
    await organiser.enable(eventId)
    refuse()
    const stopped = () => world.tickets.context.db`
      select dead_at from outbox where tuvens_event_id = ${eventId} and dead_at is not null`
    await until(async () => (await stopped()).length === 1, 'the refusal')
    await set('ARCHIVED')
    await waitUntilShown('inactive')
  })
})
