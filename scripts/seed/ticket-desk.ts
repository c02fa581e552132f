import { callJson } from './json.ts'
import { SeedError } from './seed-error.ts'

const START_LIMIT_MS = 20_000

export type SeedPrice = {
  price: number
  label?: string
  initial_quantity_available?: number
  sale_start_date?: string
  sale_end_date?: string
}

export type SeedProduct = {
  title: string
  type: 'FREE' | 'PAID' | 'TIERED' | 'DONATION'
  prices: SeedPrice[]
  description?: string
  tax_and_fee_ids?: number[]
  min_per_order?: number
  max_per_order?: number
  sale_start_date?: string
  sale_end_date?: string
  show_quantity_remaining?: boolean
  waitlist_enabled?: boolean
  is_highlighted?: boolean
  highlight_message?: string
}

export type KnownProduct = { id: number; title: string; quantity_sold?: number; prices: { id: number }[] }

type Category = { id: number; products?: KnownProduct[] }
type HiEvent = { id: number; status: string; product_categories?: Category[] }
type Order = { short_id: string; session_identifier: string }
export type Buyer = { first_name: string; last_name: string; email: string }

/** The actions of an organiser on the ticket system: REST calls of Hi.Events through the ticket origin. */
export type TicketDesk = {
  products: (eventId: number) => Promise<KnownProduct[]>
  addProduct: (eventId: number, product: SeedProduct) => Promise<void>
  status: (eventId: number) => Promise<string>
  setStatus: (eventId: number, status: 'DRAFT' | 'LIVE' | 'ARCHIVED') => Promise<void>
  /** Any other call. `path` is relative to the root of the API. */
  call: <T>(path: string, method?: string, body?: unknown) => Promise<T>
}

/** Has a session token issued for a code challenge. */
export type IssueToken = (codeChallenge: string) => Promise<string>

/** Lands as a browser does after a click. The landing provisions the account, fills in the event and signs in. */
export async function land(tickets: Tickets, eventId: string, issue: IssueToken): Promise<TicketDesk> {
  const { codeChallenge, cookie } = await startLanding(tickets.direct, eventId)
  const { cookies } = await callJson(`${tickets.direct}/api/auth/cross-app/validate`, {
    method: 'POST',
    headers: { origin: tickets.origin, cookie },
    body: { session_token: await issue(codeChallenge), code_challenge: codeChallenge },
  })
  return signedIn(tickets, cookies)
}

/** Asks the ticket origin for a code verifier, as a click does. `cookie` holds it. */
export async function startLanding(
  ticketOrigin: string,
  eventId: string,
): Promise<{ codeChallenge: string; cookie: string }> {
  const { headers, status } = await fetch(`${ticketOrigin}/auth/cross-app/start?event_id=${eventId}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(START_LIMIT_MS),
  })
  const codeChallenge = new URL(headers.get('location') ?? '', ticketOrigin).searchParams.get(
    'code_challenge',
  )
  const [cookie] = headers.getSetCookie().map((each) => each.split(';', 1)[0])
  if (codeChallenge === null || cookie === undefined) throw new SeedError(`Start was answered ${status}`)
  return { codeChallenge, cookie }
}

/** Direct and public address of the ticket origin. */
export type Tickets = { direct: string; origin: string }

function signedIn({ direct }: Tickets, cookies: string[]): TicketDesk {
  const headers = { cookie: cookies.join('; ') }
  const call = async <T>(path: string, method = 'GET', body?: unknown) =>
    (
      await callJson<{ data: T }>(`${direct}/api${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      })
    ).body.data
  const categories = async (id: number) => (await call<HiEvent>(`/events/${id}`)).product_categories ?? []
  return {
    call,
    products: async (id) => (await categories(id)).flatMap((each) => each.products ?? []),
    addProduct: async (id, product) => {
      const [category] = await call<Category[]>(`/events/${id}/product-categories`)
      await call(`/events/${id}/products`, 'POST', {
        product_type: 'TICKET',
        product_category_id: category?.id,
        ...product,
      })
    },
    status: async (id) => (await call<HiEvent>(`/events/${id}`)).status,
    setStatus: async (id, status) => {
      await call(`/events/${id}/status`, 'PUT', { status })
    },
  }
}

/** Orders free tickets as an attendee does: reserves them, then completes the order with details. */
export async function takeTickets(
  { direct }: Tickets,
  order: { eventId: number; product: KnownProduct; quantity: number; buyer: Buyer },
): Promise<void> {
  const { eventId, product, quantity, buyer } = order
  const priceId = product.prices[0]?.id
  const made = await callJson<{ data: Order }>(`${direct}/api/public/events/${eventId}/order`, {
    method: 'POST',
    body: { products: [{ product_id: product.id, quantities: [{ price_id: priceId, quantity }] }] },
  })
  const { short_id: shortId, session_identifier: session } = made.body.data
  const person = { ...buyer, email_confirmation: buyer.email }
  await callJson(`${direct}/api/public/events/${eventId}/order/${shortId}?session_identifier=${session}`, {
    method: 'PUT',
    headers: { cookie: [`session_identifier=${session}`, ...made.cookies].join('; ') },
    body: {
      order: person,
      products: Array.from({ length: quantity }, () => ({
        product_id: product.id,
        product_price_id: priceId,
        ...person,
      })),
    },
  })
}
