import { setTimeout as sleep } from 'node:timers/promises'
import type { TicketedEvent } from '../stage/ticketed-event.ts'
import { BenchError } from '../bench-error.ts'
import type { BenchOrganiser } from '../stage/organisers.ts'
import { land, type KnownProduct } from '../../scripts/seed/ticket-desk.ts'
import type { Services } from '../stage/services.ts'

/** Milliseconds of each step of the honest people, one value per round. */
export type HonestTimes = Record<HonestStep, number[]>
export type HonestStep = (typeof HONEST_STEPS)[number]
export const HONEST_STEPS = [
  'organiser signs in',
  'organiser lands',
  'organiser reads the event',
  'buyer opens the picker',
  'buyer orders',
  'buyer finishes the order',
  'visitor opens a stream',
] as const

/** Between two rounds: a person is slower, and stays within every limit. */
const PAUSE_MS = 2_200

type Honest = {
  services: Services
  /** They take turns, because each may have ten sessions a minute. */
  organisers: BenchOrganiser[]
  event: TicketedEvent
  product: KnownProduct
}

/** Repeats the loop of an organiser and of a buyer. @throws when a step is refused */
export async function measureHonest(honest: Honest, rounds: number): Promise<HonestTimes> {
  const times: HonestTimes = {
    'organiser signs in': [],
    'organiser lands': [],
    'organiser reads the event': [],
    'buyer opens the picker': [],
    'buyer orders': [],
    'buyer finishes the order': [],
    'visitor opens a stream': [],
  }
  const timed = async <T>(step: HonestStep, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now()
    const result = await work()
    times[step].push(performance.now() - startedAt)
    return result
  }
  for (let round = 0; round < rounds; round++) {
    await organiserLoop(honest, round, timed)
    await buyerLoop(honest, timed)
    await sleep(PAUSE_MS)
  }
  return times
}

type Timed = <T>(step: HonestStep, work: () => Promise<T>) => Promise<T>

async function organiserLoop({ services, organisers }: Honest, round: number, timed: Timed): Promise<void> {
  const organiser = organisers[round % organisers.length]
  if (organiser === undefined) throw new BenchError('There is no organiser')
  const api = services.of('api').url
  const { email, password } = organiser
  const { access_token: token } = await timed('organiser signs in', () =>
    post<{ access_token: string }>(`${api}/api/auth/login`, { email, password }),
  )
  const tickets = { direct: services.of('tickets').url, origin: services.urls.tickets }
  const desk = await timed('organiser lands', () =>
    land(tickets, organiser.eventId, async (code_challenge) => {
      const body = { event_id: organiser.eventId, code_challenge }
      const url = `${api}/api/cross-app/generate-session`
      return (await send<{ session_token: string }>({ url, body, token })).session_token
    }),
  )
  await timed('organiser reads the event', () => desk.call('/users/me'))
}

async function buyerLoop({ services, event, product }: Honest, timed: Timed): Promise<void> {
  const tickets = services.of('tickets').url
  await timed('buyer opens the picker', () => get(`${tickets}/embed/${event.hiEventId}`))
  const path = `${tickets}/api/public/events/${event.hiEventId}/order`
  const [price] = product.prices
  const quantities = [{ price_id: price?.id, quantity: 1 }]
  const { data } = await timed('buyer orders', () =>
    post<{ data: { short_id: string; session_identifier: string } }>(path, {
      products: [{ product_id: product.id, quantities }],
    }),
  )
  const person = { first_name: 'Ada', last_name: 'Lovelace', email: `${data.short_id}@example.com` }
  const place = `${path}/${data.short_id}?session_identifier=${data.session_identifier}`
  await timed('buyer finishes the order', () =>
    send({
      url: place,
      method: 'PUT',
      body: { order: person, products: [{ ...person, product_price_id: price?.id }] },
    }),
  )
  await timed('visitor opens a stream', () => openStream(services.of('api').url))
}

async function get(url: string): Promise<void> {
  const response = await fetch(url)
  await response.text()
  if (!response.ok) throw new BenchError(`GET ${url} was answered ${response.status}`)
}

type Call = { url: string; body: unknown; method?: string; token?: string }

const post = <T>(url: string, body: unknown): Promise<T> => send({ url, body })

async function send<T>({ url, body, method = 'POST', token }: Call): Promise<T> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (response.ok) return response.json()
  const text = (await response.text()).slice(0, 200)
  throw new BenchError(`${method} ${url} was answered ${response.status}: ${text}`)
}

/** Until the first bytes; then the visitor leaves. */
async function openStream(api: string): Promise<void> {
  const abort = new AbortController()
  const response = await fetch(`${api}/api/events/updates`, { signal: abort.signal })
  await response.body?.getReader().read()
  abort.abort()
}
