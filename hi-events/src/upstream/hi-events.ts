import type { HttpHeaders } from '@tuvens/platform/http/call'
import { Type } from 'typebox'
import * as answers from './answers.ts'
import type { Bearer, UpstreamCaller } from './call.ts'
import { UpstreamError } from './errors.ts'

/** A new login; `password` is chosen by us. */
export type Registration = {
  first_name: string
  last_name?: string
  email: string
  password: string
  timezone: string
  currency_code: string
}
/** `account_id` when the login has several. */
export type Credentials = { email: string; password: string; account_id?: number }
/** The body of `POST /events`; Hi.Events always creates a draft. */
export type NewEvent = {
  title: string
  organizer_id: number
  start_date: string
  end_date?: string
  description?: string
  timezone: string
  currency: string
  category: string
  attributes: { name: string; value: string; is_public: boolean }[]
}
/** The settings that the connector changes; Hi.Events accepts only a complete address. */
export type EventSettings = {
  website_url?: string
  location_details?: {
    venue_name: string
    address_line_1: string
    city: string
    state_or_region?: string
    zip_or_postal_code: string
    country: string
  }
}
/** The products of an order; `price` only for donations. */
export type OrderRequest = {
  products: { product_id: number; quantities: { price_id: number; quantity: number; price?: number }[] }[]
  promo_code?: string
}

/** The new values of a webhook. */
type WebhookChange = { id: number; url: string; event_types: string[]; status: 'ENABLED' | 'PAUSED' }

/** An entry of a waiting list: Hi.Events sends an e-mail when the sold out price is available again. */
type Applicant = {
  product_price_id: number
  first_name: string
  last_name?: string
  email: string
  locale: string
}

/** The REST subset of Hi.Events v1.8 we use (spec 3.2–3.5). `token` is a JWT of the account's login. */
export type HiEvents = ReturnType<typeof createHiEvents>

const EventAnswer = answers.Data(answers.Event)
const MeAnswer = answers.Data(answers.Me)
const OrganizerAnswer = answers.Data(answers.Organizer)
const OrganizerList = answers.Data(Type.Array(answers.Organizer))
const WebhookList = answers.Data(Type.Array(answers.Webhook))
const WebhookAnswer = answers.Data(answers.Webhook)
const NewWebhookAnswer = answers.Data(answers.NewWebhook)
const PublicEventAnswer = answers.Data(answers.PublicEvent)
const OrderAnswer = answers.Data(answers.PlacedOrder)
const PlaceInLineAnswer = answers.Data(answers.PlaceInLine)
const AccountAnswer = answers.Data(answers.Account)

/** Every method throws UpstreamError. */
export function createHiEvents({ call }: UpstreamCaller) {
  return {
    ...signing(call),
    ...organising(call),
    ...eventing(call),
    ...selling(call),
  }
}

type Call = UpstreamCaller['call']

function signing(call: Call) {
  return {
    /** @returns the new login's JWT */
    register: async (body: Registration) => {
      const all = { ...body, password_confirmation: body.password, locale: 'en' }
      return tokenOf(
        await call({ method: 'POST', path: '/auth/register', body: all, success: AccountAnswer }),
      )
    },
    login: async (body: Credentials) =>
      (
        await call({
          method: 'POST',
          path: '/auth/login',
          body,
          success: answers.LoginAnswer,
          isRepeatable: true,
        })
      ).body,
    logout: async (token: Bearer) => {
      await call({ method: 'POST', path: '/auth/logout', token })
    },
    me: async (token: Bearer) =>
      (await call({ method: 'GET', path: '/users/me', token, success: MeAnswer })).body.data,
  }
}

function organising(call: Call) {
  return {
    organizers: async (token: Bearer) =>
      (await call({ method: 'GET', path: '/organizers', token, success: OrganizerList })).body.data,
    createOrganizer: async (
      token: Bearer,
      body: { name: string; email: string; timezone: string; currency: string },
    ) =>
      (await call({ method: 'POST', path: '/organizers', token, body, success: OrganizerAnswer })).body.data,
    webhooks: async (token: Bearer, organizerId: number) => {
      const path = `/organizers/${organizerId}/webhooks`
      return (await call({ method: 'GET', path, token, success: WebhookList })).body.data
    },
    createWebhook: async (
      token: Bearer,
      organizerId: number,
      body: { url: string; event_types: string[] },
    ) => {
      const path = `/organizers/${organizerId}/webhooks`
      const all = { ...body, status: 'ENABLED' }
      return (await call({ method: 'POST', path, token, body: all, success: NewWebhookAnswer })).body.data
    },
    /** Replaces all three; the secret stays as it was. */
    updateWebhook: async (token: Bearer, organizerId: number, { id, ...body }: WebhookChange) => {
      const path = `/organizers/${organizerId}/webhooks/${id}`
      return (await call({ method: 'PUT', path, token, body, success: WebhookAnswer })).body.data
    },
    deleteWebhook: async (token: Bearer, organizerId: number, id: number) => {
      await call({ method: 'DELETE', path: `/organizers/${organizerId}/webhooks/${id}`, token })
    },
  }
}

function eventing(call: Call) {
  return {
    event: async (token: Bearer, id: number) =>
      (await call({ method: 'GET', path: `/events/${id}`, token, success: EventAnswer })).body.data,
    /** Latest change first. */
    events: async (token: Bearer, page = 1) => {
      const path = `/events?sort_by=updated_at&sort_direction=desc&per_page=100&page=${page}`
      const { data, meta } = (
        await call({ method: 'GET', path, token, success: answers.EventPage, isLong: true })
      ).body
      return { events: data, isLast: meta.current_page >= meta.last_page }
    },
    createEvent: async (token: Bearer, body: NewEvent) =>
      (await call({ method: 'POST', path: '/events', token, body, success: EventAnswer })).body.data,
    patchSettings: async (token: Bearer, id: number, body: EventSettings) => {
      await call({ method: 'PATCH', path: `/events/${id}/settings`, token, body })
    },
  }
}

function selling(call: Call) {
  return {
    publicEvent: async (id: number, options: { promoCode?: string; clientAddress?: string } = {}) => {
      const query =
        options.promoCode === undefined ? '' : `?promo_code=${encodeURIComponent(options.promoCode)}`
      const path = `/public/events/${id}${query}`
      const clientAddress = options.clientAddress ?? standInOf(id)
      return (await call({ method: 'GET', path, success: PublicEventAnswer, clientAddress })).body.data
    },
    /** Whether a code is one of the event's. */
    isPromoCode: async (id: number, code: string, clientAddress: string) => {
      const path = `/public/events/${id}/promo-codes/${encodeURIComponent(code)}`
      return (await call({ method: 'GET', path, clientAddress, success: answers.PromoCode })).body.valid
    },
    joinWaitingList: async (eventId: number, body: Applicant, clientAddress: string) => {
      const path = `/public/events/${eventId}/waitlist`
      return (await call({ method: 'POST', path, body, clientAddress, success: PlaceInLineAnswer })).body.data
    },
    placeOrder: async (eventId: number, body: OrderRequest, clientAddress: string) => {
      const path = `/public/events/${eventId}/order`
      return (await call({ method: 'POST', path, body, clientAddress, success: OrderAnswer })).body.data
    },
  }
}

/**
 * The address that a read without a visitor counts against. It is not our own: logins need the limit of that one, and reads
 * of a few popular events would use it up. So each event gets an address of the discard-only block (RFC 6666).
 */
function standInOf(eventId: number): string {
  const groups = BigInt(eventId).toString(16).padStart(16, '0').match(/.{4}/g) ?? []
  return `100:0:0:0:${groups.join(':')}`
}

/** A registration returns its JWT in a header, not in the body. */
function tokenOf({ headers }: { headers: HttpHeaders }): string {
  const token = headers['x-auth-token']
  if (typeof token === 'string' && token !== '') return token
  throw new UpstreamError('invalid', { call: 'POST /auth/register', sentence: 'X-Auth-Token is missing' })
}
