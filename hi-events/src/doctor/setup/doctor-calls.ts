import { IntId, NATIVE_EVENT_TYPES, Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import type { UpstreamCaller } from '../../upstream/call.ts'
import { Data } from '../../upstream/parts.ts'
import { type Credentials, dataReader } from '../../upstream/hi-events.ts'
import { DOCTOR } from './doctor-login.ts'

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
  const data = dataReader(call)
  return {
    /** @returns the new login's JWT, or null when its header is missing */
    register: async ({ email, password }: Credentials) => {
      const [first_name, last_name] = DOCTOR.split(' ')
      const user = { first_name, last_name, email, password, password_confirmation: password, locale: 'en' }
      const body = { ...user, timezone: 'UTC', currency_code: 'EUR' }
      const { headers } = await call({ method: 'POST', path: '/auth/register', body, success: Created })
      const token = headers['x-auth-token']
      return typeof token === 'string' ? token : null
    },
    account: (token: string) => data(AccountLimits, { path: '/accounts', token }),
    setOrganizerStatus: (token: string, id: number, status: 'DRAFT' | 'ARCHIVED') =>
      call({ method: 'PUT', path: `/organizers/${id}/status`, token, body: { status } }),
    /** Before 1.8 there is no `secret`. */
    createWebhook: (token: string, organizerId: number, url: string) => {
      const body = { url, event_types: [...NATIVE_EVENT_TYPES], status: 'ENABLED' }
      return data(CreatedWebhook, {
        method: 'POST',
        path: `/organizers/${organizerId}/webhooks`,
        token,
        body,
      })
    },
    webhookAttempts: (token: string, organizerId: number, webhookId: number) =>
      data(WebhookLogs, { path: `/organizers/${organizerId}/webhooks/${webhookId}/logs`, token }),
    setStatus: (token: string, id: number, status: 'LIVE' | 'DRAFT') =>
      call({ method: 'PUT', path: `/events/${id}/status`, token, body: { status } }),
    deleteEvent: (token: string, id: number) => call({ method: 'DELETE', path: `/events/${id}`, token }),
  }
}
