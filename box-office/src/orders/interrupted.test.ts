import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  details,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  reserve,
  signUp,
  wish,
} from '../../test-support/organiser.ts'
import { type Receiver, startReceiver } from '../../test-support/receiver.ts'

let office: TestOffice
let receiver: Receiver
let organiser: Organiser
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  receiver = await startReceiver()
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
  const webhook = {
    url: `${receiver.url}/x`,
    event_types: ['order.created', 'event.updated'],
    status: 'ENABLED',
  }
  await organiser.call('POST', `/organizers/${event.organizerId}/webhooks`, webhook)
})
afterAll(async () => {
  await office.close()
  await receiver.close()
})

/** Cuts the connections of changes that are sending webhooks, as the end of a process or of the database would. */
async function cut(): Promise<void> {
  await office.database.db`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'box-office webhooks' and datname = current_database()`
}

describe('a change that is cut off while its webhooks are sent', () => {
  it('never happened: the order is as open as before, its tickets still held, and it can be completed', async () => {
    const product = await makeProduct(organiser, event, { quantity: 2 })
    const anyone = callerOf(office.api)
    const order = await reserve(anyone, product, 2)
    receiver.during = cut
    const failed = await anyone('PUT', order.path, details(product, 2))
    receiver.during = async () => {}
    expect([failed.status, failed.body]).toEqual([503, { message: 'Service Unavailable' }])
    expect((await anyone('GET', order.path)).body.data).toMatchObject({
      status: 'RESERVED',
      attendees: [],
      email: null,
    })
    expect((await anyone('POST', `/public/events/${event.eventId}/order`, wish(product))).status).toBe(422)
    expect((await anyone('PUT', order.path, details(product, 2))).status).toBe(200)
    const rows = await office.database
      .db`select count(*)::integer as mails from mails where recipient = 'ada@example.com'`
    expect(rows[0]?.['mails']).toBe(1)
  })

  it('rolls back a click on unpublish though its webhook was sent, so a receiver has to read the event', async () => {
    receiver.received = []
    receiver.during = cut
    const failed = await organiser.call('PUT', `/events/${event.eventId}/status`, { status: 'DRAFT' })
    receiver.during = async () => {}
    expect(failed.status).toBe(503)
    expect(JSON.parse(receiver.received[0]?.raw ?? '').payload.status).toBe('DRAFT')
    expect((await organiser.call('GET', `/events/${event.eventId}`)).body.data.status).toBe('LIVE')
    expect((await organiser.call('PUT', `/events/${event.eventId}/status`, { status: 'DRAFT' })).status).toBe(
      200,
    )
  })

  it('gives a claimed order to no caller when the process dies before the response', async () => {
    await organiser.call('PUT', `/events/${event.eventId}/status`, { status: 'LIVE' })
    const product = await makeProduct(organiser, event, { quantity: 1 })
    const anyone = callerOf(office.api)
    const order = await reserve(anyone, product)
    // What a process leaves behind that ended between claiming and completing.
    await office.database.db`
      update orders set claimed_until = now() + interval '5 minutes', reserved_until = now() - interval '1 minute'
      where short_id = ${order.shortId}`
    expect((await anyone('POST', `/public/events/${event.eventId}/order`, wish(product))).status).toBe(422)
    await office.database.db`update orders set claimed_until = now() where short_id = ${order.shortId}`
    expect((await anyone('POST', `/public/events/${event.eventId}/order`, wish(product))).status).toBe(201)
    expect((await anyone('PUT', order.path, details(product))).status).toBe(409)
  })
})
