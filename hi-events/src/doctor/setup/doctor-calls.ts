import { IntId, NATIVE_EVENT_TYPES, Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import type { UpstreamCaller } from '../../upstream/call.ts'
import { Data, LoginAnswer } from '../../upstream/answers.ts'
import type { Credentials } from '../../upstream/hi-events.ts'
import { DOCTOR } from './throw-away-login.ts'

/** Time zone and currency of the doctor's own events. */
const PLACE = { timezone: 'UTC', currency: 'EUR' }

const Created = Data(Type.Object({ id: IntId }))
const CreatedWebhook = Data(Type.Object({ id: IntId, secret: Type.Optional(Type.String()) }))
const AccountLimits = Data(
  Type.Object({
    is_saas_mode_enabled: Type.Optional(Type.Boolean()),
    is_account_email_confirmed: Type.Optional(Type.Boolean()),
  }),
)
const WebhookLogs = Data(
  Type.Array(
    Type.Object({
      payload: Type.Unknown(),
      response_code: Type.Optional(Nullable(Type.Integer())),
      event_type: Type.Optional(Type.String()),
    }),
  ),
)

/** One delivery attempt in Hi.Events' own log. */
export type WebhookAttempt = Static<typeof WebhookLogs>['data'][number]

/** Calls that only the doctor makes; each throws UpstreamError. `token` is the JWT of its login. */
export type DoctorCalls = ReturnType<typeof createDoctorCalls>

export function createDoctorCalls({ call }: UpstreamCaller) {
  return { ...accountCalls(call), ...webhookCalls(call), ...eventCalls(call) }
}

function accountCalls(call: UpstreamCaller['call']) {
  return {
    /** @returns the new login's JWT, or null when its header is missing */
    register: async ({ email, password }: Credentials) => {
      const [first_name, last_name] = DOCTOR.split(' ')
      const user = { first_name, last_name, email, password, password_confirmation: password, locale: 'en' }
      const body = { ...user, timezone: PLACE.timezone, currency_code: PLACE.currency }
      const { headers } = await call({ method: 'POST', path: '/auth/register', body, success: Created })
      const token = headers['x-auth-token']
      return typeof token === 'string' ? token : null
    },
    login: async (body: Credentials) =>
      (await call({ method: 'POST', path: '/auth/login', body, success: LoginAnswer })).body.token,
    account: async (token: string) =>
      (await call({ method: 'GET', path: '/accounts', token, success: AccountLimits })).body.data,
  }
}

function webhookCalls(call: UpstreamCaller['call']) {
  return {
    setOrganizerStatus: (token: string, id: number, status: 'DRAFT' | 'ARCHIVED') =>
      call({ method: 'PUT', path: `/organizers/${id}/status`, token, body: { status } }),
    /** Before 1.8 there is no `secret`. */
    createWebhook: async (token: string, organizerId: number, url: string) => {
      const body = { url, event_types: [...NATIVE_EVENT_TYPES], status: 'ENABLED' }
      const path = `/organizers/${organizerId}/webhooks`
      return (await call({ method: 'POST', path, token, body, success: CreatedWebhook })).body.data
    },
    webhookAttempts: async (token: string, organizerId: number, webhookId: number) => {
      const path = `/organizers/${organizerId}/webhooks/${webhookId}/logs`
      return (await call({ method: 'GET', path, token, success: WebhookLogs })).body.data
    },
  }
}

function eventCalls(call: UpstreamCaller['call']) {
  return {
    createEvent: async (token: string, organizerId: number, start: Date) => {
      const details = { title: `${DOCTOR}: may be deleted`, category: 'OTHER', attributes: [] }
      const body = { ...details, ...PLACE, organizer_id: organizerId, start_date: start.toISOString() }
      return (await call({ method: 'POST', path: '/events', token, body, success: Created })).body.data.id
    },
    setStatus: (token: string, id: number, status: 'LIVE' | 'DRAFT') =>
      call({ method: 'PUT', path: `/events/${id}/status`, token, body: { status } }),
    deleteEvent: (token: string, id: number) => call({ method: 'DELETE', path: `/events/${id}`, token }),
  }
}
