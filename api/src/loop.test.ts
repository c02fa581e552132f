import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, statusMessage, type TestWorld } from '../test-support/api.ts'

describe('the API, from a click to a live widget', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.end())

  it('registers an organiser and signs them in', async () => {
    const { api } = world
    const person = { name: 'Grace', email: 'grace@example.com', password: 'correct horse battery' }
    const registered = await api.app.inject({ method: 'POST', url: '/api/auth/register', payload: person })
    expect(registered.statusCode).toBe(201)
    const login = { email: person.email, password: person.password }
    const signedIn = await api.app.inject({ method: 'POST', url: '/api/auth/login', payload: login })
    expect(signedIn.statusCode).toBe(200)
    const headers = { authorization: `Bearer ${signedIn.json().access_token}` }
    const me = await api.app.inject({ url: '/api/auth/me', headers })
    expect(me.json()).toMatchObject({
      user: { email: person.email },
      accounts: [{ role: 'owner', is_default: true }],
    })
  })

  it('takes an event through session, link, sale and end', async () => {
    const { api } = world
    const organiser = await api.person()
    const event = await api.event(organiser)
    const token = await api.session(organiser, { event_id: event.id })
    const validated = await api.signed({
      method: 'POST',
      url: '/api/cross-app/validate-session',
      payload: { session_token: token },
    })
    expect(validated.json()).toMatchObject({ valid: true, user_id: organiser.id, event: { id: event.id } })

    const link = {
      session_token: token,
      hi_events_event_id: 5,
      event_url: 'http://localhost:3002/event/5/jazz',
      widget_url: 'http://localhost:3002/embed/5',
      manage_url: 'http://localhost:3002/manage/event/5',
    }
    const linked = await api.signed({ method: 'PUT', url: `/api/cross-app/links/${event.id}`, payload: link })
    expect(linked.json()).toMatchObject({
      ticketing_status: 'setup',
      ticketing_phase: 'preparing',
      ticketing_version: 1,
    })

    for (const [status, phase] of [
      ['LIVE', 'on_sale'],
      ['DRAFT', 'paused'],
      ['ENDED', 'ended'],
      ['CANCELLED', 'cancelled'],
    ] as const) {
      const answer = await api.webhook(statusMessage(event.id, 5, status))
      expect(answer.json()).toEqual({ success: true, message: 'Webhook processed successfully' })
      const read = await api.app.inject(`/api/events/${event.id}`)
      expect(read.json()).toMatchObject({ ticketing_phase: phase, contactData: { hiEventsStatus: status } })
    }
  })
})
