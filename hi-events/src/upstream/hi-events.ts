import type { HttpHeaders } from '@tuvens/platform/http/call'
import { Nullable } from '@tuvens/contract'
import { type Static, Type } from 'typebox'
import * as answers from './answers.ts'
import type { Bearer, UpstreamCall, UpstreamCaller } from './call.ts'
import { UpstreamError } from './errors.ts'
import { EventPage, type HiEvent, HiEventAnswer, hiEventOf, Image } from './event-answers.ts'
import { multipart } from './multipart.ts'
import { Data } from './parts.ts'
import { PublicEventAnswer, publicEventOf } from './shop-answers.ts'
import { standInOf } from './stand-in.ts'

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
  /** An event of several dates, which has none yet. Versions without such events ignore it, and make one of one date. */
  type?: 'RECURRING'
}
/** A date of an event of several. */
export type NewDate = {
  start_date: string
  end_date: string | null
  capacity?: number | null
  label?: string | null
}
/** The body of `PUT /events/{id}`: what is left out becomes null or is refused; attributes stay. */
export type EventChange = {
  title: string
  description: string | null
  start_date: string
  end_date: string | null
  timezone: string
  currency: string
  category: string
}
/** Hi.Events accepts only a complete address. */
export type NewLocation = {
  venue_name: string
  address_line_1: string
  city: string
  state_or_region?: string
  zip_or_postal_code: string
  country: string
}
/** The settings that the ticket origin changes. */
export type EventSettings = { website_url?: string; location_details?: NewLocation }
/** An order and the secret of its buyer's browser. */
export type OrderName = { order: string; session_identifier: string }
/** The products of an order; `price` only for donations. */
export type OrderRequest = {
  products: {
    /** The date, where the ticket system has events of several dates. */
    event_occurrence_id?: number
    product_id: number
    quantities: { price_id: number; quantity: number; price?: number }[]
  }[]
  promo_code?: string
  affiliate_code?: string
}

/** A visitor's code, and the date they chose, for which prices may differ. */
type PublicEventOptions = { promoCode?: string; dateId?: number; clientIp?: string }

type NewOrganizer = { name: string; email: string; timezone: string; currency: string }

/** The new values of a webhook. */
type WebhookChange = { id: number; url: string; event_types: string[]; status: 'ENABLED' | 'PAUSED' }

/** An entry of a waiting list: Hi.Events sends an e-mail when the sold out price is available again. */
type Applicant = {
  product_price_id: number
  /** The date; missing where events have none. */
  event_occurrence_id?: number
  first_name: string
  last_name?: string
  email: string
  locale: string
}

/** The REST subset of Hi.Events v1.8 we use (spec 3.2–3.5). `token` is a JWT of the account's login. */
export type HiEvents = ReturnType<typeof createHiEvents>

const EventAnswer = Data(HiEventAnswer)
const ImageAnswer = Data(Image)
const SettingsAnswer = Data(answers.HiSettings)
const MeAnswer = Data(answers.Me)
const OrganizerAnswer = Data(answers.Organizer)
const OrganizerList = Data(Nullable(Type.Array(answers.Organizer)))
const WebhookList = Data(Nullable(Type.Array(answers.Webhook)))
const WebhookAnswer = Data(answers.Webhook)
const NewWebhookAnswer = Data(answers.NewWebhook)
const PublicAnswer = Data(PublicEventAnswer)
const OrderAnswer = Data(answers.PlacedOrder)
const PublicOrderAnswer = Data(answers.PublicOrder)
const PlaceInLineAnswer = Data(answers.PlaceInLine)
const AccountAnswer = Data(answers.HiAccount)

/** Every method throws UpstreamError. */
export function createHiEvents({ call }: Pick<UpstreamCaller, 'call'>) {
  const data = dataReader(call)
  return {
    ...signing(call, data),
    ...organising(call, data),
    ...eventing(call, data),
    ...selling(call, data),
  }
}

type Call = UpstreamCaller['call']
type ReadData = ReturnType<typeof dataReader>

/** Makes a call, by default a GET, and returns what its response wraps in `data`. */
export function dataReader(call: Call) {
  return async <S extends ReturnType<typeof Data>>(
    success: S,
    request: Omit<UpstreamCall, 'method'> & { method?: UpstreamCall['method'] },
  ): Promise<Static<S>['data']> => (await call({ method: 'GET', ...request, success })).body.data
}

function signing(call: Call, data: ReadData) {
  return {
    /** @returns the new login's JWT */
    register: async (registration: Registration) => {
      const body = { ...registration, password_confirmation: registration.password, locale: 'en' }
      return tokenOf(await call({ method: 'POST', path: '/auth/register', body, success: AccountAnswer }))
    },
    /** @param clientIp of the person who typed the password: Hi.Events counts their attempts, not ours */
    login: async (body: Credentials, clientIp?: string) => {
      const login = { method: 'POST', path: '/auth/login', success: answers.LoginAnswer } as const
      const asked = { ...login, body, isRepeatable: true, ...(clientIp !== undefined && { clientIp }) }
      const { token, accounts } = (await call(asked)).body
      return { token, accounts: accounts ?? [] }
    },
    /** Changes the password of the login that the token belongs to. */
    changePassword: async (token: Bearer, { current, password }: { current: string; password: string }) => {
      const body = { current_password: current, password, password_confirmation: password }
      await data(MeAnswer, { method: 'PUT', path: '/users/me', token, body })
    },
    /** Renews a token; the old one is refused from then on. */
    refresh: async (token: Bearer) => {
      const refresh = { method: 'POST', path: '/auth/refresh', success: answers.LoginAnswer } as const
      const { body } = await call({ ...refresh, token })
      if (body.token !== null) return body.token
      throw new UpstreamError('invalid', { call: 'POST /auth/refresh', sentence: 'token is null' })
    },
    logout: async (token: Bearer) => {
      await call({ method: 'POST', path: '/auth/logout', token })
    },
    me: (token: Bearer) => data(MeAnswer, { path: '/users/me', token }),
  }
}

const webhooksOf = (organizerId: number) => `/organizers/${organizerId}/webhooks`

function organising(call: Call, data: ReadData) {
  return {
    organizers: async (token: Bearer) => (await data(OrganizerList, { path: '/organizers', token })) ?? [],
    createOrganizer: (token: Bearer, body: NewOrganizer) =>
      data(OrganizerAnswer, { method: 'POST', path: '/organizers', token, body }),
    webhooks: async (token: Bearer, organizerId: number) =>
      (await data(WebhookList, { path: webhooksOf(organizerId), token })) ?? [],
    createWebhook: (token: Bearer, organizerId: number, webhook: { url: string; event_types: string[] }) => {
      const body = { ...webhook, status: 'ENABLED' }
      return data(NewWebhookAnswer, { method: 'POST', path: webhooksOf(organizerId), token, body })
    },
    /** Replaces all three; the secret stays as it was. */
    updateWebhook: (token: Bearer, organizerId: number, { id, ...body }: WebhookChange) =>
      data(WebhookAnswer, { method: 'PUT', path: `${webhooksOf(organizerId)}/${id}`, token, body }),
    deleteWebhook: async (token: Bearer, organizerId: number, id: number) => {
      await call({ method: 'DELETE', path: `${webhooksOf(organizerId)}/${id}`, token })
    },
  }
}

function eventing(call: Call, data: ReadData) {
  const event = async (token: Bearer, id: number) =>
    hiEventOf(await data(EventAnswer, { path: `/events/${id}`, token }))
  /** The answers to writes of some versions have no dates: the event is read. */
  const withDates = async (token: Bearer, answer: Static<typeof HiEventAnswer>): Promise<HiEvent> => {
    const written = hiEventOf(answer)
    return written.start_date === null ? event(token, written.id) : written
  }
  return {
    event,
    /** Latest change first. */
    events: async (token: Bearer, page = 1) => {
      const path = `/events?sort_by=updated_at&sort_direction=desc&per_page=100&page=${page}`
      const { body } = await call({ method: 'GET', path, token, success: EventPage, isLong: true })
      return {
        events: (body.data ?? []).map(hiEventOf),
        isLast: body.meta.current_page >= body.meta.last_page,
      }
    },
    createEvent: async (token: Bearer, body: NewEvent) =>
      withDates(token, await data(EventAnswer, { method: 'POST', path: '/events', token, body })),
    /** Replaces the event: read it first. */
    updateEvent: async (token: Bearer, id: number, body: EventChange) =>
      withDates(token, await data(EventAnswer, { method: 'PUT', path: `/events/${id}`, token, body })),
    /** Replaces the cover. After a lost response, the event tells by the name of the file whether it is there. */
    uploadCover: (token: Bearer, id: number, file: { name: string; bytes: Buffer }) =>
      data(ImageAnswer, {
        method: 'POST',
        path: `/events/${id}/images`,
        token,
        ...multipart({ type: 'EVENT_COVER' }, { field: 'image', contentType: 'image/jpeg', ...file }),
      }),
    addDate: async (token: Bearer, eventId: number, body: NewDate) => {
      await call({ method: 'POST', path: `/events/${eventId}/occurrences`, token, body })
    },
    /** Replaces the date: `capacity` and `label` are to be sent as they are. */
    updateDate: async (token: Bearer, eventId: number, { id, ...body }: NewDate & { id: number }) => {
      await call({ method: 'PUT', path: `/events/${eventId}/occurrences/${id}`, token, body })
    },
    /** Refused where the date has orders. */
    deleteDate: async (token: Bearer, eventId: number, id: number) => {
      await call({ method: 'DELETE', path: `/events/${eventId}/occurrences/${id}`, token })
    },
    deleteImage: async (token: Bearer, eventId: number, id: number) => {
      await call({ method: 'DELETE', path: `/events/${eventId}/images/${id}`, token })
    },
    /** Newest first. They hold personal data: nothing of a buyer is kept. */
    orders: async (token: Bearer, eventId: number, page = 1) => {
      const path = `/events/${eventId}/orders?sort_by=created_at&sort_direction=desc&per_page=100&page=${page}`
      const { body } = await call({ method: 'GET', path, token, success: answers.OrderPage, isLong: true })
      return { orders: body.data ?? [], isLast: body.meta.current_page >= body.meta.last_page }
    },
    settings: (token: Bearer, id: number) => data(SettingsAnswer, { path: `/events/${id}/settings`, token }),
    /** Changes only the settings given. */
    patchSettings: (token: Bearer, id: number, body: EventSettings) =>
      data(SettingsAnswer, { method: 'PATCH', path: `/events/${id}/settings`, token, body }),
  }
}

function selling(call: Call, data: ReadData) {
  return {
    publicEvent: async (id: number, options: PublicEventOptions = {}) => {
      const { promoCode, dateId, clientIp = standInOf(id) } = options
      const fields = {
        ...(promoCode !== undefined && { promo_code: promoCode }),
        ...(dateId !== undefined && { event_occurrence_id: String(dateId) }),
      }
      const query = Object.keys(fields).length === 0 ? '' : `?${new URLSearchParams(fields)}`
      return publicEventOf(await data(PublicAnswer, { path: `/public/events/${id}${query}`, clientIp }))
    },
    /** Whether a code is one of the event's. */
    isPromoCode: async (id: number, code: string, clientIp: string) => {
      const path = `/public/events/${id}/promo-codes/${encodeURIComponent(code)}`
      return (await call({ method: 'GET', path, clientIp, success: answers.PromoCode })).body.valid
    },
    joinWaitingList: (eventId: number, body: Applicant, clientIp: string) =>
      data(PlaceInLineAnswer, {
        method: 'POST',
        path: `/public/events/${eventId}/waitlist`,
        body,
        clientIp,
      }),
    /** An order, for who has its session. */
    publicOrder: (eventId: number, { order, session_identifier }: OrderName, clientIp: string) =>
      data(PublicOrderAnswer, {
        path: `/public/events/${eventId}/order/${order}?${new URLSearchParams({ session_identifier })}`,
        clientIp,
      }),
    placeOrder: (eventId: number, body: OrderRequest, clientIp: string) =>
      data(OrderAnswer, { method: 'POST', path: `/public/events/${eventId}/order`, body, clientIp }),
  }
}

/** A registration returns its JWT in a header, not in the body. */
function tokenOf({ headers }: { headers: HttpHeaders }): string {
  const token = headers['x-auth-token']
  if (typeof token === 'string' && token !== '') return token
  throw new UpstreamError('invalid', { call: 'POST /auth/register', sentence: 'X-Auth-Token is missing' })
}
