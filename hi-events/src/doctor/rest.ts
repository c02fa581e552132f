import { IntId, NATIVE_EVENT_TYPES, Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import type { Caller } from '../upstream/call.ts'
import { Data, LoginAnswer } from '../upstream/answers.ts'
import type { Credentials } from '../upstream/hi-events.ts'
import { DOCTOR } from './throw-away.ts'

/** A clock's zone and money for things nobody sees. */
const PLACE = { timezone: 'UTC', currency: 'EUR' }

const Made = Data(Type.Object({ id: IntId }))
const Hooked = Data(Type.Object({ id: IntId, secret: Type.Optional(Type.String()) }))
const Tenancy = Data(
  Type.Object({
    is_saas_mode_enabled: Type.Optional(Type.Boolean()),
    is_account_email_confirmed: Type.Optional(Type.Boolean()),
  }),
)
const Logs = Data(
  Type.Array(
    Type.Object({
      payload: Type.Unknown(),
      response_code: Type.Optional(Nullable(Type.Integer())),
      event_type: Type.Optional(Type.String()),
    }),
  ),
)

/** One attempt of Hi.Events to deliver, as it remembers it. */
export type Attempt = Static<typeof Logs>['data'][number]

/** The calls only the doctor makes; each throws UpstreamError. `token` is the JWT of its login. */
export type Rest = ReturnType<typeof createRest>

/** Puts the doctor's calls on the one way to the API. */
export function createRest({ call }: Caller) {
  return { ...people(call), ...hooks(call), ...events(call) }
}

function people(call: Caller['call']) {
  return {
    /** @returns the new login's JWT, or null when it did not come in a header */
    register: async ({ email, password }: Credentials) => {
      const [first_name, last_name] = DOCTOR.split(' ')
      const person = { first_name, last_name, email, password, password_confirmation: password, locale: 'en' }
      const body = { ...person, timezone: PLACE.timezone, currency_code: PLACE.currency }
      const { headers } = await call({ method: 'POST', path: '/auth/register', body, answer: Made })
      const token = headers['x-auth-token']
      return typeof token === 'string' ? token : null
    },
    login: async (body: Credentials) =>
      (await call({ method: 'POST', path: '/auth/login', body, answer: LoginAnswer })).body.token,
    account: async (token: string) =>
      (await call({ method: 'GET', path: '/accounts', token, answer: Tenancy })).body.data,
  }
}

function hooks(call: Caller['call']) {
  return {
    setOrganizerStatus: (token: string, id: number, status: 'DRAFT' | 'ARCHIVED') =>
      call({ method: 'PUT', path: `/organizers/${id}/status`, token, body: { status } }),
    /** Before 1.8 there is no `secret`. */
    createWebhook: async (token: string, organizerId: number, url: string) => {
      const body = { url, event_types: [...NATIVE_EVENT_TYPES], status: 'ENABLED' }
      const path = `/organizers/${organizerId}/webhooks`
      return (await call({ method: 'POST', path, token, body, answer: Hooked })).body.data
    },
    attempts: async (token: string, organizerId: number, webhookId: number) => {
      const path = `/organizers/${organizerId}/webhooks/${webhookId}/logs`
      return (await call({ method: 'GET', path, token, answer: Logs })).body.data
    },
  }
}

function events(call: Caller['call']) {
  return {
    createEvent: async (token: string, organizerId: number, start: Date) => {
      const about = { title: `${DOCTOR}: may be deleted`, category: 'OTHER', attributes: [] }
      const body = { ...about, ...PLACE, organizer_id: organizerId, start_date: start.toISOString() }
      return (await call({ method: 'POST', path: '/events', token, body, answer: Made })).body.data.id
    },
    setStatus: (token: string, id: number, status: 'LIVE' | 'DRAFT') =>
      call({ method: 'PUT', path: `/events/${id}/status`, token, body: { status } }),
    deleteEvent: (token: string, id: number) => call({ method: 'DELETE', path: `/events/${id}`, token }),
  }
}
