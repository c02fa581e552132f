import { randomBytes } from 'node:crypto'

/** Bodies are untyped: a test states what it expects by using it. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test states what it expects of a body by using it
export type RestResponse = { status: number; body: any; headers: Headers }
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<RestResponse>
export type Organiser = { call: Call; token: string; email: string; accountId: number; userId: number }

export const PASSWORD = 'a password of some length'

/** Calls the REST API as an anonymous client, or with the headers given. */
export function callerOf(api: string, always: Record<string, string> = {}): Call {
  return async (method, path, body, headers = {}) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(api + path, {
      method,
      redirect: 'manual',
      headers: { accept: 'application/json', ...json, ...always, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.startsWith('application/json')
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
  }
}

export function registration(email = `${randomBytes(6).toString('hex')}@example.com`) {
  return {
    first_name: 'Olga',
    last_name: 'Organiser',
    email,
    password: PASSWORD,
    password_confirmation: PASSWORD,
    timezone: 'Europe/Amsterdam',
    currency_code: 'EUR',
    locale: 'en',
  }
}

/** A new account with its owner signed in. */
export async function signUp(api: string): Promise<Organiser> {
  const wanted = registration()
  const { headers, body } = await callerOf(api)('POST', '/auth/register', wanted)
  const token = headers.get('x-auth-token') ?? ''
  const call = callerOf(api, { authorization: `Bearer ${token}` })
  const me = await call('GET', '/users/me')
  return { call, token, email: wanted.email, accountId: body.data.id, userId: me.body.data.id }
}

export async function makeOrganizer(
  { call, email }: Organiser,
  name = 'Blue Note Collective',
): Promise<number> {
  const made = await call('POST', '/organizers', {
    name,
    email,
    timezone: 'Europe/Amsterdam',
    currency: 'EUR',
  })
  return made.body.data.id
}

export type MadeEvent = { eventId: number; organizerId: number; categoryId: number }

export async function makeEvent(
  organiser: Organiser,
  { status = 'LIVE', ...details }: Record<string, unknown> = {},
): Promise<MadeEvent> {
  const organizerId = Number(details['organizer_id'] ?? (await makeOrganizer(organiser)))
  const start_date = new Date(Date.now() + 20 * 86_400_000).toISOString()
  const wanted = {
    title: 'Blue Note at Dusk',
    organizer_id: organizerId,
    start_date,
    category: 'MUSIC',
    ...details,
  }
  const eventId: number = (await organiser.call('POST', '/events', wanted)).body.data.id
  if (status !== 'DRAFT') await organiser.call('PUT', `/events/${eventId}/status`, { status })
  const categories = await organiser.call('GET', `/events/${eventId}/product-categories`)
  return { eventId, organizerId, categoryId: categories.body.data[0].id }
}

export type MadeProduct = { productId: number; priceIds: number[]; eventId: number }

/** A free ticket by default; `quantity` limits its only price. */
export async function makeProduct(
  { call }: Organiser,
  { eventId, categoryId }: Pick<MadeEvent, 'eventId' | 'categoryId'>,
  { quantity = null, ...details }: Record<string, unknown> = {},
): Promise<MadeProduct> {
  const made = await call('POST', `/events/${eventId}/products`, {
    title: 'General admission',
    type: 'FREE',
    product_type: 'TICKET',
    product_category_id: categoryId,
    prices: [{ price: 0, initial_quantity_available: quantity }],
    ...details,
  })
  if (made.status !== 201) throw new TypeError(`no product was made: ${JSON.stringify(made.body)}`)
  return {
    productId: made.body.data.id,
    priceIds: made.body.data.prices.map((each: { id: number }) => each.id),
    eventId,
  }
}

/** The body of an order of `quantity` of a product's price. */
export function wish({ productId, priceIds }: MadeProduct, quantity = 1, at = 0) {
  return { products: [{ product_id: productId, quantities: [{ price_id: priceIds[at], quantity }] }] }
}

export type Order = { shortId: string; session: string; path: string }

export async function reserve(call: Call, product: MadeProduct, quantity = 1): Promise<Order> {
  const made = await call('POST', `/public/events/${product.eventId}/order`, wish(product, quantity))
  if (made.status !== 201) throw new TypeError(`no order was made: ${JSON.stringify(made.body)}`)
  const { short_id, session_identifier } = made.body.data
  const path = `/public/events/${product.eventId}/order/${short_id}`
  return {
    shortId: short_id,
    session: session_identifier,
    path: `${path}?session_identifier=${session_identifier}`,
  }
}

export function details({ productId, priceIds }: MadeProduct, quantity = 1, email = 'ada@example.com') {
  const person = { first_name: 'Ada', last_name: 'Attendee', email, email_confirmation: email }
  const holder = { ...person, product_id: productId, product_price_id: priceIds[0] }
  return { order: person, products: Array.from({ length: quantity }, () => holder) }
}
