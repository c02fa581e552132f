import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { makeEvent, makeOrganizer, type Organiser, signUp } from '../../test-support/organiser.ts'
import { type Receiver, startReceiver } from '../../test-support/receiver.ts'

let office: TestOffice
let receiver: Receiver
let organiser: Organiser
beforeAll(async () => {
  office = await startOffice()
  receiver = await startReceiver()
  organiser = await signUp(office.api)
})
afterAll(async () => {
  await office.close()
  await receiver.close()
})

const PRIVATE = 'The url cannot point to private or internal IP addresses.'
const good = () => ({ url: `${receiver.url}/x`, event_types: ['event.updated'], status: 'ENABLED' })

describe('a webhook', () => {
  let path: string
  beforeAll(async () => {
    path = `/organizers/${await makeOrganizer(organiser)}/webhooks`
  })

  const REFUSED: [field: string, value: unknown, message: string][] = [
    ['url', undefined, 'The url field is required.'],
    ['url', {}, 'The url field must be a string.'],
    ['url', `http://1.1.1.1/${'x'.repeat(250)}`, 'The url field must not be greater than 255 characters.'],
    ['url', 'events.example/x', PRIVATE],
    ['url', 'ftp://1.1.1.1/x', PRIVATE],
    ['url', 'javascript:alert(1)', PRIVATE],
    ['url', 'https://user:secret@1.1.1.1/x', PRIVATE],
    ['url', 'http://10.0.0.1/x', PRIVATE],
    ['event_types', undefined, 'The event types field is required.'],
    ['event_types', null, 'The event types field is required.'],
    ['event_types', 'event.updated', 'The event types field must be an array.'],
    ['event_types', Array(40).fill('event.updated'), expect.stringContaining('must not have more than')],
    ['event_types.0', ['event.renamed'], 'The selected event_types.0 is invalid.'],
    ['event_types.1', ['event.updated', 7], 'The selected event_types.1 is invalid.'],
    ['status', undefined, 'The status field is required.'],
    ['status', 'enabled', 'The selected status is invalid.'],
    ['status', true, 'The selected status is invalid.'],
  ]

  it.each(REFUSED)(
    'is refused for %s %j, when it is made and when it is changed',
    async (field, value, message) => {
      const made = (await organiser.call('POST', path, good())).body.data
      const [name = ''] = field.split('.')
      for (const [method, at] of [
        ['POST', path],
        ['PUT', `${path}/${made.id}`],
      ] as const) {
        const { status, body } = await organiser.call(method, at, { ...good(), [name]: value })
        expect([method, status, body.errors]).toEqual([method, 422, { [field]: [message] }])
      }
      const { secret: _, ...shown } = made
      expect((await organiser.call('GET', `${path}/${made.id}`)).body.data).toEqual(shown)
      await organiser.call('DELETE', `${path}/${made.id}`)
    },
  )

  it('has its URL checked last: other errors come without one about the URL', async () => {
    const { body } = await organiser.call('POST', path, { url: 'http://10.0.0.1/x', status: 'ON' })
    expect(Object.keys(body.errors)).toEqual(['event_types', 'status'])
  })

  it('stores each type once, and is changed as a whole', async () => {
    const types = ['event.updated', 'order.created', 'event.updated']
    const { body } = await organiser.call('POST', path, { ...good(), event_types: types })
    expect(body.data).toMatchObject({
      url: good().url,
      event_types: ['event.updated', 'order.created'],
      status: 'ENABLED',
      last_triggered_at: null,
      last_response_body: null,
      last_response_code: null,
    })
    const changed = { url: `${receiver.url}/y`, event_types: [], status: 'PAUSED' }
    const { body: after } = await organiser.call('PUT', `${path}/${body.data.id}`, changed)
    expect(after.data).toMatchObject({ ...changed, id: body.data.id })
    expect(after.data).not.toHaveProperty('secret')
  })

  it('of another organizer is not found, also in the same account', async () => {
    const { body } = await organiser.call('POST', path, good())
    const other = `/organizers/${await makeOrganizer(organiser)}/webhooks/${body.data.id}`
    for (const [method, at] of [
      ['GET', other],
      ['PUT', other],
      ['DELETE', other],
      ['GET', `${other}/logs`],
    ] as const) {
      const answer = await organiser.call(method, at, method === 'PUT' ? good() : undefined)
      expect([method, at, answer.status]).toEqual([method, at, 404])
    }
  })
})

describe('the log of a webhook', () => {
  let event: { eventId: number; organizerId: number }
  let path: string
  beforeAll(async () => {
    event = await makeEvent(organiser, { status: 'DRAFT' })
    const made = await organiser.call('POST', `/organizers/${event.organizerId}/webhooks`, good())
    path = `/organizers/${event.organizerId}/webhooks/${made.body.data.id}`
  })
  const publish = () => organiser.call('PUT', `/events/${event.eventId}/status`, { status: 'LIVE' })

  it.each([
    [{ status: 200 }, 200],
    [{ status: 404 }, 404],
    [{ status: 503 }, 503],
    [{ drop: true as const }, 0],
  ])(
    'has a delivery that was answered with %j, and the webhook its last answer, without what the answer says',
    async (mode, code) => {
      receiver.responseModes = [mode]
      await publish()
      const [entry] = (await organiser.call('GET', `${path}/logs`)).body.data
      expect(entry).toMatchObject({
        event_type: 'EVENT_UPDATED',
        response_code: code,
        response_body: null,
      })
      expect(JSON.parse(entry.payload)).toMatchObject({
        event_type: 'event.updated',
        payload: { id: event.eventId },
      })
      const { body } = await organiser.call('GET', path)
      expect(body.data).toMatchObject({ last_response_code: code, last_response_body: null })
      expect(body.data.last_triggered_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    },
  )

  it('contains no message of an unregistered type', async () => {
    const count = async () => (await organiser.call('GET', `${path}/logs`)).body.data.length
    const before = await count()
    await organiser.call('PUT', `/events/${event.eventId}/status`, { status: 'ARCHIVED' })
    expect(await count()).toBe(before)
  })

  it.each(['0', '-1', 'x', '1.5', '99999'])('starts at its first page when page is %s', async (page) => {
    const first = (await organiser.call('GET', `${path}/logs`)).body
    expect((await organiser.call('GET', `${path}/logs?page=${page}`)).body).toEqual(first)
  })
})

describe('a box office that may send webhooks to the ticket origin only', () => {
  let closed: TestOffice
  let path: string
  let member: Organiser
  beforeAll(async () => {
    closed = await startOffice({
      env: {
        PUBLIC_URL: 'http://tickets.example',
        WEBHOOK_TARGETS: `${receiver.url}/hooks/hi-events/`,
        APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: '',
      },
    })
    member = await signUp(closed.api)
    path = `/organizers/${await makeOrganizer(member)}/webhooks`
  })
  afterAll(() => closed.close())

  it('takes an address below it, although it is private', async () => {
    const url = `${receiver.url}/hooks/hi-events/tenant`
    expect((await member.call('POST', path, { ...good(), url })).status).toBe(200)
  })

  it.each([
    ['another path', () => `${receiver.url}/admin`],
    ['a path that climbs', () => `${receiver.url}/hooks/hi-events/../../admin`],
    ['a path that climbs encoded', () => `${receiver.url}/hooks/hi-events/%2e%2e/%2E%2E/admin`],
    ['a path that begins alike', () => `${receiver.url}/hooks/hi-events-x`],
    ['another port', () => 'http://127.0.0.1:1/hooks/hi-events/tenant'],
    ['the name of the same host', () => receiver.url.replace('127.0.0.1', 'localhost')],
    ['a public address', () => 'https://1.1.1.1/hooks/hi-events/tenant'],
    ['a host that begins alike', () => `${receiver.url}.evil.example/hooks/hi-events/tenant`],
  ])('refuses %s', async (_what, urlOf) => {
    const { status, body } = await member.call('POST', path, { ...good(), url: urlOf() })
    expect([status, body.errors]).toEqual([422, { url: [expect.stringContaining('the ticket origin only')] }])
  })
})
