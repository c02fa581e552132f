import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { makeEvent, makeOrganizer, type Organiser, signUp } from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let id: number
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  id = await makeOrganizer(organiser)
})
afterAll(() => office.close())

const good = { name: 'Blue Note', email: 'blue@example.com', timezone: 'Europe/Amsterdam', currency: 'EUR' }
const longer = (label: string, max: number) =>
  `The ${label} field must not be greater than ${max} characters.`

const REFUSED: [field: string, value: unknown, message: string][] = [
  ['name', undefined, 'The name field is required.'],
  ['name', ' ', 'The name field is required.'],
  ['name', {}, 'The name field must be a string.'],
  ['name', '🎷'.repeat(101), longer('name', 100)],
  ['email', undefined, 'The email field is required.'],
  ['email', 'blue@example', 'The email field must be a valid email address.'],
  ['email', 'blue@example.com\nbcc: all@example.com', 'The email field must be a valid email address.'],
  ['phone', '1'.repeat(21), longer('phone', 20)],
  ['phone', 31, 'The phone field must be a string.'],
  ['website', 'x'.repeat(256), longer('website', 255)],
  ['description', 'x'.repeat(10_001), longer('description', 10_000)],
  ['timezone', undefined, 'The timezone field is required.'],
  ['timezone', 'Amsterdam', 'The timezone field must be a valid timezone.'],
  ['currency', undefined, 'The currency field is required.'],
  ['currency', 'eur', 'The selected currency is invalid.'],
  ['currency', 'KPW', 'The selected currency is invalid.'],
]

const ACCEPTED: [field: string, value: unknown, stored: unknown][] = [
  ['name', ' Ça va ', 'Ça va'],
  ['email', 'ü@example.com', 'ü@example.com'],
  ['phone', '+31 20 626 4521', '+31 20 626 4521'],
  ['phone', '', null],
  ['website', null, null],
  ['description', 'Jazz by the river', 'Jazz by the river'],
  ['timezone', 'UTC', 'UTC'],
  ['timezone', 'Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['currency', 'JPY', 'JPY'],
]

describe.each([
  ['a new organizer', 'POST', (): string => '/organizers', 201],
  ['an edit of an organizer', 'PUT', (): string => `/organizers/${id}`, 200],
] as const)('%s', (_what, method, path, done) => {
  it.each(REFUSED)('is refused for %s %j', async (field, value, message) => {
    const { status, body } = await organiser.call(method, path(), { ...good, [field]: value })
    expect([status, body]).toEqual([422, { message, errors: { [field]: [message] } }])
  })

  it.each(ACCEPTED)('stores %s sent as %j', async (field, value, stored) => {
    const { status, body } = await organiser.call(method, path(), { ...good, [field]: value })
    expect([status, body.data[field]]).toEqual([done, stored])
    const read = await organiser.call('GET', `/organizers/${body.data.id}`)
    expect(read.body.data[field]).toEqual(stored)
  })

  it('reports every refused field at once', async () => {
    const { body } = await organiser.call(method, path(), {})
    expect(body).toEqual({
      message: 'The name field is required. (and 3 more errors)',
      errors: {
        name: ['The name field is required.'],
        email: ['The email field is required.'],
        timezone: ['The timezone field is required.'],
        currency: ['The currency field is required.'],
      },
    })
  })
})

describe('the status of an organizer', () => {
  it.each([[{}], [{ status: 'live' }], [{ status: 'DELETED' }], [{ status: 1 }]])(
    'is refused: %j',
    async (body) => {
      const answer = await organiser.call('PUT', `/organizers/${id}/status`, body)
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['status']])
    },
  )

  it.each(['LIVE', 'DRAFT', 'ARCHIVED', 'LIVE'])(
    'becomes %s, where the account has another one',
    async (status) => {
      await makeOrganizer(organiser)
      const { body } = await organiser.call('PUT', `/organizers/${id}/status`, { status })
      expect(body.data).toMatchObject({ id, status })
      expect((await organiser.call('GET', `/organizers/${id}`)).body.data.status).toBe(status)
    },
  )

  it('ARCHIVED archives only the events of this organizer, and LIVE does not publish them again', async () => {
    const [own, other] = [await makeEvent(organiser), await makeEvent(organiser)]
    const statusOf = async (eventId: number) =>
      (await organiser.call('GET', `/events/${eventId}`)).body.data.status
    await organiser.call('PUT', `/organizers/${own.organizerId}/status`, { status: 'ARCHIVED' })
    expect([await statusOf(own.eventId), await statusOf(other.eventId)]).toEqual(['ARCHIVED', 'LIVE'])
    await organiser.call('PUT', `/organizers/${own.organizerId}/status`, { status: 'LIVE' })
    expect(await statusOf(own.eventId)).toBe('ARCHIVED')
  })
})
