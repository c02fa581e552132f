import { HEADER_NAMES, inTarget, sendRaw, slowTexts } from '@tuvens/platform/test-support/growth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../test-support/office.ts'
import {
  callerOf,
  makeEvent,
  makeOrganizer,
  type MadeEvent,
  type Organiser,
  signUp,
} from '../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
let port: number
beforeAll(async () => {
  office = await startOffice({ env: { MAILBOX: 'true' } })
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
  port = Number(new URL(office.api).port)
})
afterAll(() => office.close())

const statuses = new Set<number>()
const send = async (request: Omit<Parameters<typeof sendRaw>[0], 'port'>) => {
  statuses.add(await sendRaw({ port, ...request }))
}
let visitors = 0
/** A form of a new visitor each time: one visitor may sign in thirty times a minute. */
const form = () => ({
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-site': 'same-origin',
  'x-forwarded-for': `10.0.${visitors >> 8}.${visitors++ & 255}`,
})
const field = (name: string, text: string) => `${name}=${encodeURIComponent(text)}`

/** The box office reads text of strangers here; each of these must cost time that is linear in it. */
describe('adversarial text of 16 kB costs linear time', () => {
  it.each([
    '/',
    '/event/',
    '/event/1/',
    '/ticket/',
    '/mailbox?address=',
    '/auth/login?next=/',
    '/api/',
    '/api/public/events/',
  ])('in the target %s', async (before) => {
    expect(await slowTexts((text) => send({ target: before + inTarget(text) }))).toEqual([])
  })

  it.each(HEADER_NAMES)('in the header %s', async (name) => {
    for (const target of ['/auth/login', '/api/users/me'])
      expect(await slowTexts((text) => send({ target, headers: { [name]: text } }))).toEqual([])
  })

  it.each(['token', 'session_identifier'])('in the cookie %s', async (name) => {
    const request = (text: string) => send({ target: '/manage', headers: { cookie: `${name}=${text}` } })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each([
    ['/auth/login', 'email'],
    ['/auth/register', 'email'],
    ['/auth/register', 'first_name'],
  ])('in a form to %s, in its field %s', async (target, name) => {
    const request = (text: string) =>
      send({ method: 'POST', target, headers: form(), body: field(name, text) })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each(['title', 'description', 'start_date', 'timezone', 'currency', 'category'])(
    'in the field %s of an event',
    async (name) => {
      const organizer_id = await makeOrganizer(organiser)
      const wanted = { title: 'Jazz', organizer_id, start_date: '2030-01-01T20:00:00Z' }
      const request = (text: string) => organiser.call('POST', '/events', { ...wanted, [name]: text })
      expect(await slowTexts(request)).toEqual([])
    },
  )

  it.each(['url', 'status'])('in the field %s of a webhook', async (name) => {
    const path = `/organizers/${event.organizerId}/webhooks`
    const wanted = { url: 'http://127.0.0.1/x', event_types: ['event.updated'], status: 'ENABLED' }
    const request = (text: string) => organiser.call('POST', path, { ...wanted, [name]: text })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each(['email', 'password'])('in the field %s of a login', async (name) => {
    const wanted = { email: 'a@example.com', password: 'a password' }
    const anyone = callerOf(office.api)
    expect(await slowTexts((text) => anyone('POST', '/auth/login', { ...wanted, [name]: text }))).toEqual([])
  })

  it('and is read: no limit refused it before', () => {
    expect([...statuses]).not.toContain(429)
    expect([...statuses]).not.toContain(503)
  })
})
