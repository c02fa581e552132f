import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  type MadeEvent,
  makeEvent,
  makeOrganizer,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'
import { type Receiver, startReceiver } from '../../test-support/receiver.ts'
import { WEBHOOK_TYPES } from '../deliveries/announce.ts'
import { createFaultInjection } from './fault-injection.ts'

const faultInjection = createFaultInjection()
const { rules } = faultInjection
const HOUR_MS = 3_600_000
let office: TestOffice
let receiver: Receiver
let organiser: Organiser
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice({ context: { faultInjection } })
  receiver = await startReceiver()
  organiser = await signUp(office.api)
})
afterAll(async () => {
  await office.close()
  await receiver.close()
})
beforeEach(async () => {
  const organizer_id = await makeOrganizer(organiser)
  event = await makeEvent(organiser, { organizer_id, status: 'DRAFT' })
  const webhook = { url: `${receiver.url}/${organizer_id}`, event_types: WEBHOOK_TYPES, status: 'ENABLED' }
  await organiser.call('POST', `/organizers/${organizer_id}/webhooks`, webhook)
  receiver.received = []
})
afterEach(() => {
  rules.remove()
  faultInjection.skewMs = 0
  receiver.during = async () => {}
})

const click = (status: string, { eventId } = event) =>
  organiser.call('PUT', `/events/${eventId}/status`, { status })
const received = () => receiver.received.map(({ raw }) => JSON.parse(raw))
const statuses = () => received().map(({ payload }) => payload.status)
const arrived = (count: number) =>
  expect.poll(() => receiver.received.length, { timeout: 5000, interval: 5 }).toBe(count)

describe('a webhook', () => {
  it('can be dropped: the change is made and no delivery arrives', async () => {
    rules.add({ kind: 'drop', times: 1 })
    expect((await click('LIVE')).body.data.status).toBe('LIVE')
    await click('DRAFT')
    expect(statuses()).toEqual(['DRAFT'])
  })

  it('can be delayed: the caller does not wait for it', async () => {
    rules.add({ kind: 'delay', ms: 200, times: 1 })
    await click('LIVE')
    expect(statuses()).toEqual([])
    await arrived(1)
  })

  it('can be delivered several times with the same bytes', async () => {
    rules.add({ kind: 'repeat', copies: 3, times: 1 })
    await click('LIVE')
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map((each) => each.raw + each.headers['signature'])).size).toBe(1)
  })

  it('can be overtaken by the next one to the same receiver', async () => {
    rules.add({ kind: 'reorder', ms: 5000, times: 1 })
    await click('LIVE')
    await click('ARCHIVED')
    await arrived(2)
    expect(statuses()).toEqual(['ARCHIVED', 'LIVE'])
  })

  it('is delivered after the pause when no other delivery overtakes it', async () => {
    rules.add({ kind: 'reorder', ms: 50, times: 1 })
    await click('LIVE')
    await arrived(1)
  })

  it('can occupy the only worker: a receiver that calls back before it answers waits until the delivery times out', async () => {
    rules.add({ kind: 'deadlock', times: 1 })
    const seen: string[] = []
    let answered: Promise<unknown> = Promise.resolve()
    receiver.during = async () => {
      answered = organiser
        .call('GET', `/events/${event.eventId}`)
        .then(({ body }) => seen.push(body.data.status))
      const isFirst = await Promise.race([answered.then(() => true), pause(150).then(() => false)])
      seen.push(isFirst ? 'answered' : 'kept waiting')
    }
    await click('LIVE')
    await answered
    expect(seen).toEqual(['kept waiting', 'LIVE'])
  })

  it('has the sending time of the skewed clock', async () => {
    faultInjection.skewMs = HOUR_MS
    await click('LIVE')
    const sent = Date.parse(received()[0].event_sent_at)
    expect(Math.abs(Date.now() + HOUR_MS - sent)).toBeLessThan(5000)
  })
})

it('an event ends by the skewed clock', async () => {
  const end_date = new Date(Date.now() + HOUR_MS).toISOString()
  const { eventId } = await makeEvent(organiser, { start_date: new Date().toISOString(), end_date })
  const lifecycle = async () => (await organiser.call('GET', `/events/${eventId}`)).body.data.lifecycle_status
  expect(await lifecycle()).toBe('ONGOING')
  faultInjection.skewMs = 2 * HOUR_MS
  expect(await lifecycle()).toBe('ENDED')
})

describe('the target of a fault', () => {
  it.each([
    ['organizer', () => ({ organizer: event.organizerId })],
    ['event', () => ({ event: event.eventId })],
    ['type', () => ({ path: 'event.u*' })],
  ])('is chosen by %s', async (_name, scope) => {
    const other = await makeEvent(organiser, { organizer_id: event.organizerId, status: 'DRAFT' })
    receiver.received = []
    rules.add({ kind: 'drop', ...scope() })
    await click('LIVE')
    expect(statuses()).toEqual([])
    if (_name === 'event') {
      await click('LIVE', other)
      expect(statuses()).toEqual(['LIVE'])
    }
    await click('ARCHIVED')
    expect(statuses().includes('ARCHIVED')).toBe(_name === 'type')
  })

  it('is chosen by the seed, so that the same seed chooses the same targets', async () => {
    const told = async (seed: number) => {
      receiver.received = []
      const rule = rules.add({ kind: 'drop', probability: 0.5, seed })
      for (let count = 0; count < 12; count++) await click(count % 2 === 0 ? 'LIVE' : 'ARCHIVED')
      rules.remove(rule.id)
      expect(rule.applied + receiver.received.length).toBe(12)
      return statuses()
    }
    const first = await told(7)
    expect(first.length).toBeGreaterThan(0)
    expect(first.length).toBeLessThan(12)
    expect(await told(7)).toEqual(first)
    expect(await told(8)).not.toEqual(first)
  })

  it('is not another account, organizer or event', async () => {
    const stranger = callerOf(office.api)
    rules.add({ kind: 'drop', organizer: event.organizerId + 1000 })
    rules.add({ kind: 'error', event: event.eventId + 1000 })
    await click('LIVE')
    expect(statuses()).toEqual(['LIVE'])
    expect((await stranger('GET', `/public/events/${event.eventId}`)).status).toBe(200)
  })
})
