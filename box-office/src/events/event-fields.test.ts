import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { makeEvent, makeOrganizer, type Organiser, signUp } from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let organizerId: number
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  organizerId = await makeOrganizer(organiser)
})
afterAll(() => office.close())

const TOO_LONG = 'The title field must not be greater than 150 characters.'
const NO_ZONE = 'The timezone field must be a valid timezone.'
const NO_CURRENCY = 'The selected currency is invalid.'
const NO_START = 'The start date field must be a valid date.'
const NO_END = 'The end date field must be a valid date.'

/** Refused fields of an event: the field, its value and the message. */
const REFUSED: [field: string, value: unknown, message: string][] = [
  ['title', undefined, 'The title field is required'],
  ['title', null, 'The title field is required'],
  ['title', '', 'The title field is required'],
  ['title', '  ', 'The title field is required.'],
  ['title', 7, 'The title field must be a string.'],
  ['title', 'x'.repeat(151), TOO_LONG],
  ['title', '🎷'.repeat(151), TOO_LONG],
  ['description', 7, 'The description field must be a string.'],
  ['description', 'x'.repeat(50_001), 'The description field must not be greater than 50000 characters.'],
  ['category', 'music', 'The selected category is invalid.'],
  ['category', 7, 'The selected category is invalid.'],
  ['category', ['MUSIC'], 'The selected category is invalid.'],
  ['currency', 'eur', NO_CURRENCY],
  ['currency', 'XXX', NO_CURRENCY],
  ['currency', 978, 'The currency field must be a string.'],
  ['timezone', 'CET+1', NO_ZONE],
  ['timezone', '../Amsterdam', NO_ZONE],
  ['timezone', 1, 'The timezone field must be a string.'],
  ['start_date', undefined, 'The start date field is required.'],
  ['start_date', '', 'The start date field is required.'],
  ['start_date', '2030-02-29', NO_START],
  ['start_date', '01-06-2030', NO_START],
  ['start_date', '2030-06-01T20:00:00+25:00', NO_START],
  ['start_date', 'x'.repeat(41), 'The start date field must not be greater than 40 characters.'],
  ['end_date', 'never', NO_END],
  ['end_date', '2030-06-31', NO_END],
  ['end_date', '2030-06-01T19:59:59Z', 'The end date field must be a date after start date.'],
  ['organizer_id', undefined, 'The organizer id field is required.'],
  ['organizer_id', 0, 'The organizer id field must be at least 1.'],
  ['organizer_id', -1, 'The organizer id field must be at least 1.'],
  ['organizer_id', 2 ** 31, 'The organizer id field must not be greater than 2147483647.'],
  ['organizer_id', 1.5, 'The organizer id field must be an integer.'],
  ['organizer_id', 'first', 'The organizer id field must be a number.'],
  ['attributes', {}, 'The attributes field must be an array.'],
  [
    'attributes',
    Array(51).fill({ name: 'a', value: 'b' }),
    'The attributes field must not have more than 50 items.',
  ],
]

/** Values that are accepted: the field, what is sent and what is stored. */
const ACCEPTED: [field: string, value: unknown, stored: unknown][] = [
  ['title', ' Jazz ', 'Jazz'],
  ['title', '🎷'.repeat(150), '🎷'.repeat(150)],
  ['title', '<b>Jazz</b>', '<b>Jazz</b>'],
  ['description', '', null],
  ['description', null, null],
  ['description', '<p>Jazz</p><script>x</script>', '<p>Jazz</p>'],
  ['category', 'FOOD_DRINK', 'FOOD_DRINK'],
  ['category', undefined, 'OTHER'],
  ['category', '', 'OTHER'],
  ['currency', 'JPY', 'JPY'],
  ['currency', undefined, 'EUR'],
  ['currency', null, 'EUR'],
  ['timezone', undefined, 'Europe/Amsterdam'],
  ['timezone', 'Europe/Kiev', 'Europe/Kyiv'],
  ['end_date', null, null],
  ['end_date', '', null],
  ['end_date', '2030-06-01T20:00:00Z', '2030-06-01T20:00:00.000000Z'],
  ['end_date', '2030-06-01 23:00', '2030-06-01T21:00:00.000000Z'],
]

const good = () => ({
  title: 'Blue Note at Dusk',
  organizer_id: organizerId,
  start_date: '2030-06-01T20:00:00Z',
  category: 'MUSIC',
  timezone: 'Europe/Amsterdam',
})
const create = (part: object) => organiser.call('POST', '/events', { ...good(), ...part })

describe('a new event', () => {
  it.each(REFUSED)('is refused for %s %j', async (field, value, message) => {
    const { status, body } = await create({ [field]: value })
    expect([status, Object.keys(body.errors), body.errors[field][0]]).toEqual([422, [field], message])
  })

  it.each(ACCEPTED)('stores %s sent as %j', async (field, value, stored) => {
    const { body } = await create({ [field]: value })
    expect(body.data[field]).toEqual(stored)
  })

  it('has every refused field in its errors, and counts them in the message', async () => {
    const { status, body } = await organiser.call('POST', '/events', { currency: 'eur', end_date: 'x' })
    expect([status, Object.keys(body.errors).toSorted()]).toEqual([
      422,
      ['currency', 'end_date', 'organizer_id', 'start_date', 'title'],
    ])
    expect(body.message).toMatch(/^The title field is required \(and \d more errors\)$/)
  })

  it.each([[[]], ['text'], [7], [null]])('is refused as a whole when the body is %j', async (body) => {
    const answer = await organiser.call('POST', '/events', JSON.stringify(body))
    expect(answer.status).toBe(422)
    expect(answer.body.errors.title[0]).toBe('The title field is required')
  })
})

describe('an edit of an event', () => {
  let path: string
  beforeAll(async () => {
    const { eventId } = await makeEvent(organiser, { organizer_id: organizerId })
    path = `/events/${eventId}`
  })
  const edit = (part: object) => organiser.call('PUT', path, { ...good(), ...part })
  const editable = ([field]: [string, ...unknown[]]) => field !== 'organizer_id'
  // An edit has no defaults, and no second message for a missing title.
  const isDefault = ([field, value]: [string, ...unknown[]]) =>
    ['category', 'timezone', 'currency'].includes(field) && (value ?? '') === ''
  const isTitle = (message: string) => message === 'The title field is required'

  it.each(REFUSED.filter(editable))('is refused for %s %j', async (field, value, message) => {
    const { status, body } = await edit({ [field]: value })
    const expected = isTitle(message) ? `${message}.` : message
    expect([status, Object.keys(body.errors), body.errors[field][0]]).toEqual([422, [field], expected])
  })

  it.each(ACCEPTED.filter((row) => editable(row) && !isDefault(row)))(
    'stores %s sent as %j',
    async (field, value, stored) => {
      const { body } = await edit({ [field]: value })
      expect(body.data[field]).toEqual(stored)
      expect((await organiser.call('GET', path)).body.data[field]).toEqual(stored)
    },
  )

  it.each([undefined, null, ''])('keeps the currency when it is %j', async (currency) => {
    await edit({ currency: 'JPY' })
    expect((await edit({ currency })).body.data.currency).toBe('JPY')
  })

  it('never moves the event to another organizer', async () => {
    const other = await makeOrganizer(organiser, 'Another')
    await edit({ organizer_id: other })
    expect((await organiser.call('GET', path)).body.data.organizer.id).toBe(organizerId)
  })
})

describe('a status of an event', () => {
  it.each([
    [{}, 'The status field is required.'],
    [{ status: null }, 'The status field is required.'],
    [{ status: 'live' }, 'The selected status is invalid.'],
    [{ status: 'DELETED' }, 'The selected status is invalid.'],
    [{ status: ['LIVE'] }, 'The selected status is invalid.'],
    [{ status: true }, 'The selected status is invalid.'],
  ])('is refused: %j', async (body, message) => {
    const { eventId } = await makeEvent(organiser, { organizer_id: organizerId, status: 'DRAFT' })
    const answer = await organiser.call('PUT', `/events/${eventId}/status`, body)
    expect([answer.status, answer.body]).toEqual([422, { message, errors: { status: [message] } }])
    expect((await organiser.call('GET', `/events/${eventId}`)).body.data.status).toBe('DRAFT')
  })
})

describe('a copy of an event', () => {
  it.each([
    ['title', { title: '' }],
    ['title', { title: 'x'.repeat(151) }],
    ['start_date', { start_date: null }],
    ['start_date', { start_date: 'soon' }],
    ['end_date', { end_date: '2030-01-01' }],
    ['description', { description: 1 }],
    ['duplicate_products', { duplicate_products: 'all' }],
    ['duplicate_settings', { duplicate_settings: 2 }],
  ])('is refused for a bad %s: %j', async (field, part) => {
    const { eventId } = await makeEvent(organiser, { organizer_id: organizerId })
    const wanted = { title: 'Again', start_date: '2031-01-01T20:00:00Z', ...part }
    const { status, body } = await organiser.call('POST', `/events/${eventId}/duplicate`, wanted)
    expect([status, Object.keys(body.errors)]).toEqual([422, [field]])
  })

  it('can be made without the settings', async () => {
    const { eventId } = await makeEvent(organiser, { organizer_id: organizerId })
    await organiser.call('PATCH', `/events/${eventId}/settings`, { order_timeout_in_minutes: 7 })
    const copy = async (part: object) => {
      const wanted = { title: 'Again', start_date: '2031-01-01T20:00:00Z', ...part }
      return (await organiser.call('POST', `/events/${eventId}/duplicate`, wanted)).body.data.settings
    }
    expect((await copy({})).order_timeout_in_minutes).toBe(7)
    expect((await copy({ duplicate_settings: false })).order_timeout_in_minutes).toBe(15)
  })
})

describe('ids in paths', () => {
  it.each(['0', '-1', '1.5', 'abc', '1e3', '9999999999999', '%00', "1'--"])(
    'are not found: %s',
    async (id) => {
      for (const path of [`/events/${id}`, `/events/${id}/settings`, `/events/${id}/orders`])
        expect([path, (await organiser.call('GET', path)).status]).toEqual([path, 404])
    },
  )
})
