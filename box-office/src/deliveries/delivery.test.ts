import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  details,
  type MadeEvent,
  makeEvent,
  makeOrganizer,
  makeProduct,
  type Organiser,
  reserve,
  signUp,
} from '../../test-support/organiser.ts'
import { type Receiver, startReceiver } from '../../test-support/receiver.ts'
import { WEBHOOK_TYPES } from './announce.ts'
import { createSender } from './send.ts'

let office: TestOffice
let receiver: Receiver
let organiser: Organiser
beforeAll(async () => {
  office = await startOffice()
  receiver = await startReceiver()
  organiser = await signUp(office.api)
})
afterEach(() => {
  receiver.received = []
  receiver.responseModes = []
  receiver.during = async () => {}
})
afterAll(async () => {
  await office.close()
  await receiver.close()
})

type Listened = MadeEvent & { webhookId: number; secret: string; path: string }

/** An event whose organizer's webhook receives every event type. */
async function listened(status = 'DRAFT', types: readonly string[] = WEBHOOK_TYPES): Promise<Listened> {
  const organizer_id = await makeOrganizer(organiser)
  const event = await makeEvent(organiser, { organizer_id, status })
  const webhook = { url: `${receiver.url}/hooks/${organizer_id}`, event_types: types, status: 'ENABLED' }
  const made = await organiser.call('POST', `/organizers/${organizer_id}/webhooks`, webhook)
  receiver.received = []
  const path = `/organizers/${organizer_id}/webhooks/${made.body.data.id}`
  return { ...event, webhookId: made.body.data.id, secret: made.body.data.secret, path }
}

/** Keeps every delivery without a response, until the function it returns is called. */
function holdAnswers(): () => void {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  receiver.during = () => released
  return release
}

const publish = ({ eventId }: MadeEvent, status = 'LIVE') =>
  organiser.call('PUT', `/events/${eventId}/status`, { status })
const typesReceived = () => receiver.received.map((each) => JSON.parse(each.raw).event_type)

describe('a delivery', () => {
  it('is signed over the sent bytes, and dated to the second', async () => {
    const event = await listened()
    await publish(event)
    const [{ raw, headers } = { raw: '', headers: {} }] = receiver.received
    expect(headers).toMatchObject({
      signature: createHmac('sha256', event.secret).update(raw).digest('hex'),
      'x-webhook-source': 'Hi.Events',
      'content-type': 'application/json',
    })
    expect(JSON.parse(raw).event_sent_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
  })

  it('is sent before the change is committed, so that a receiver that reads back gets the old state', async () => {
    const event = await listened()
    let seen = ''
    receiver.during = async () => {
      seen = (await organiser.call('GET', `/events/${event.eventId}`)).body.data.status
    }
    const answer = await publish(event)
    expect(JSON.parse(receiver.received[0]?.raw ?? '').payload.status).toBe('LIVE')
    expect([seen, answer.body.data.status]).toEqual(['DRAFT', 'LIVE'])
    expect((await organiser.call('GET', `/events/${event.eventId}`)).body.data.status).toBe('LIVE')
  })

  it.each([[{ status: 500 }], [{ drop: true as const }], [{ status: 302 }]])(
    'is not repeated after a failure: %j',
    async (mode) => {
      const event = await listened()
      receiver.responseModes = [mode]
      expect((await publish(event)).status).toBe(200)
      expect(receiver.received).toHaveLength(1)
      const code = 'status' in mode ? mode.status : 0
      const logs = await organiser.call('GET', `${event.path}/logs`)
      expect(logs.body.data[0]).toMatchObject({ response_code: code, event_type: 'EVENT_UPDATED' })
      expect(logs.body.data[0].payload).toBe(receiver.received[0]?.raw)
    },
  )

  it('that gets no response is given up, and the change is made all the same', async () => {
    const event = await listened()
    const answerAll = holdAnswers()
    expect((await publish(event)).body.data.status).toBe('LIVE')
    answerAll()
    expect((await organiser.call('GET', event.path)).body.data).toMatchObject({
      last_response_code: 0,
      last_response_body: null,
    })
  })

  it('that timed out is not waited for again within the same change', async () => {
    const event = await listened('LIVE')
    const product = await makeProduct(organiser, event, { quantity: 10 })
    const anyone = callerOf(office.api)
    const order = await reserve(anyone, product, 4)
    receiver.received = []
    const answerAll = holdAnswers()
    expect((await anyone('PUT', order.path, details(product, 4))).status).toBe(200)
    answerAll()
    expect(typesReceived()).toEqual(['attendee.created'])
  })
})

describe('the messages of a webhook', () => {
  it('are of the types the webhook is registered for, while it is enabled, and end when it is deleted', async () => {
    const event = await listened('DRAFT', ['event.archived'])
    await publish(event)
    await publish(event, 'ARCHIVED')
    expect(typesReceived()).toEqual(['event.archived'])
    const paused = { url: `${receiver.url}/paused`, event_types: ['event.archived'], status: 'PAUSED' }
    expect((await organiser.call('PUT', event.path, paused)).body.data.status).toBe('PAUSED')
    await publish(event, 'ARCHIVED')
    await organiser.call('PUT', event.path, { ...paused, status: 'ENABLED' })
    await organiser.call('DELETE', event.path)
    await publish(event, 'ARCHIVED')
    expect(receiver.received).toHaveLength(1)
    expect((await organiser.call('GET', event.path)).status).toBe(404)
  })

  it('of an order: each attendee, then the order; and the same when it is paid at the door or taken back', async () => {
    const event = await listened('LIVE')
    const product = await makeProduct(organiser, event, { type: 'PAID', prices: [{ price: 12.5 }] })
    const anyone = callerOf(office.api)
    const order = await reserve(anyone, product, 2)
    receiver.received = []
    await anyone('PUT', order.path, details(product, 2))
    expect(typesReceived()).toEqual(['attendee.created', 'attendee.created', 'order.created'])
    const listing = await organiser.call('GET', `/events/${event.eventId}/orders`)
    const path = `/events/${event.eventId}/orders/${listing.body.data[0].id}`
    await organiser.call('POST', `${path}/mark-as-paid`)
    await organiser.call('POST', `${path}/cancel`)
    expect(typesReceived().slice(3)).toEqual([
      'order.marked_as_paid',
      'attendee.cancelled',
      'attendee.cancelled',
      'order.cancelled',
    ])
  })

  it('leaves out settings, deletion, holds and an organizer that is archived', async () => {
    const event = await listened('LIVE')
    const product = await makeProduct(organiser, event, { quantity: 5 })
    receiver.received = []
    const anyone = callerOf(office.api)
    const order = await reserve(anyone, product)
    await anyone('POST', order.path.replace('?', '/abandon?'))
    await organiser.call('PATCH', `/events/${event.eventId}/settings`, { is_online_event: true })
    await organiser.call('PUT', `/organizers/${event.organizerId}/status`, { status: 'ARCHIVED' })
    await organiser.call('DELETE', `/events/${event.eventId}`)
    expect(receiver.received).toEqual([])
  })

  it('of products: made, changed, deleted', async () => {
    const event = await listened()
    const product = await makeProduct(organiser, event)
    const path = `/events/${event.eventId}/products/${product.productId}`
    const edit = {
      title: 'Renamed',
      type: 'FREE',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
    }
    await organiser.call('PUT', path, { ...edit, prices: [{ price: 0 }] })
    await organiser.call('DELETE', path)
    expect(typesReceived()).toEqual(['product.created', 'product.updated', 'product.deleted'])
  })

  it('is logged: the last twenty deliveries, ten per page, newest first', async () => {
    const event = await listened()
    for (let index = 0; index < 24; index++) await publish(event, index % 2 === 0 ? 'LIVE' : 'DRAFT')
    const pages = await Promise.all(
      [1, 2, 3].map((page) => organiser.call('GET', `${event.path}/logs?page=${page}`)),
    )
    expect(pages.map((each) => each.body.data.length)).toEqual([10, 10, 0])
    const ids = pages.flatMap((each) => each.body.data.map((log: { id: number }) => log.id))
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a))
    expect(JSON.parse(pages[0]?.body.data[0].payload).payload.status).toBe('DRAFT')
  })
})

describe('receivers that do not answer', () => {
  // With this long time limit, code that waits for the receiver waits until the test fails.
  let slowOffice: TestOffice
  const arrived = async (count: number) => {
    while (receiver.received.length < count) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  beforeAll(async () => {
    const send = createSender({
      targets: { prefixes: [], hosts: ['127.0.0.1'], isPublicAllowed: false },
      attemptMs: 600_000,
    })
    slowOffice = await startOffice({ database: office.database, context: { send } })
  })
  afterAll(() => slowOffice.close())

  it('do not delay reads, orders or changes of other organizers', async () => {
    const dead = [await listened('LIVE'), await listened('LIVE'), await listened('LIVE')]
    const product = await makeProduct(organiser, await makeEvent(organiser), { quantity: 100 })
    const anyone = callerOf(slowOffice.api)
    const there = callerOf(slowOffice.api, { authorization: `Bearer ${organiser.token}` })
    receiver.received = []
    const release = holdAnswers()
    const clicks = dead.flatMap(({ eventId }) =>
      Array.from({ length: 10 }, () => there('PUT', `/events/${eventId}/status`, { status: 'LIVE' })),
    )
    await arrived(3)
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const order = await reserve(anyone, product)
        expect((await anyone('PUT', order.path, details(product))).status).toBe(200)
        expect((await anyone('GET', `/public/events/${dead[0]?.eventId}`)).status).toBe(200)
      }),
    )
    release()
    expect((await Promise.all(clicks)).every((each) => each.status === 200)).toBe(true)
  })

  it('do not stop the sale of a ticket that is being edited', async () => {
    const event = await listened('LIVE')
    const product = await makeProduct(organiser, event, { quantity: 5 })
    const there = callerOf(slowOffice.api, { authorization: `Bearer ${organiser.token}` })
    const edit = {
      title: 'Four',
      type: 'FREE',
      product_type: 'TICKET',
      product_category_id: event.categoryId,
      prices: [{ price: 0, initial_quantity_available: 4 }],
    }
    receiver.received = []
    const release = holdAnswers()
    const editing = there('PUT', `/events/${event.eventId}/products/${product.productId}`, edit)
    await arrived(1)
    await reserve(callerOf(slowOffice.api), product, 5)
    release()
    // Five were reserved while the webhook announced four: the edit is rolled back, nothing is oversold.
    expect((await editing).status).toBe(422)
    const { body } = await organiser.call('GET', `/events/${event.eventId}`)
    expect(body.data.product_categories[0].products[0].initial_quantity_available).toBe(5)
  })
})
