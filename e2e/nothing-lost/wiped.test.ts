import { afterAll, beforeAll, describe, it } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { loseDatabase } from './incidents.ts'
import { RetryingOrganiser } from './organiser.ts'
import { type ServiceWorld, startWorld } from './world.ts'

/** Less than what signatures allow, so that calls of the API go on working. */
const BEHIND_MS = 120_000

let world: ServiceWorld
beforeAll(async () => {
  world = await startWorld({ scale: 10 })
})
afterAll(() => world.stop())

describe('a ticket origin whose database is wiped while its clock is behind', {
  timeout: 300_000,
}, () => {
  it('shows the status that the event has since, and goes on once its clock is right', async () => {
    const organiser = await RetryingOrganiser.join(world)
    const { id } = await organiser.event()
    await organiser.enable(id)
    const { hi_events_event_id } = await organiser.read(id)
    const set = (status: string) => organiser.call('PUT', `/events/${hi_events_event_id}/status`, { status })
    const isShown = (status: string) =>
      until(async () => (await organiser.read(id)).ticketing_status === status, `${status} of event ${id}`)
    await set('LIVE')
    await isShown('active')

    world.faultInjection.rules.add({ kind: 'drop' })
    await set('DRAFT')
    world.skewMs.tickets = -BEHIND_MS
    await loseDatabase(world)
    await isShown('setup')
    const outcomes = async () => {
      const rows = await world.api.context.db`
        select outcome from status_deliveries where event_id = ${id} order by id`
      return rows.map(({ outcome }) => String(outcome)).join()
    }
    // Other reports of the event may come before, between and after the two.
    await until(async () => /stale.*applied/.test(await outcomes()), 'a report that was sent again')

    world.skewMs.tickets = 0
    await organiser.enable(id)
    await set('LIVE')
    await isShown('active')
  })
})
