import { EVENT, statusMessage } from '../../api/test-support/api.ts'
import { photo } from '../../api/test-support/photos.ts'
import { StreamReader } from '../../api/test-support/stream.ts'
import {
  callerOf as officeCallerOf,
  details,
  makeProduct,
  reserve,
} from '../../box-office/test-support/organiser.ts'
import type { ServiceWorld } from '../../e2e/nothing-lost/world.ts'
import { until } from '../../hi-events/test-support/harness.ts'
import { Visitor } from '../../hi-events/test-support/visitor.ts'
import { type Send, signedCallerOf } from './caller.ts'
import type { Person } from './people.ts'

const VENUE = {
  name: 'Paradiso',
  address_line_1: 'Weteringschans 6',
  city: 'Amsterdam',
  zip_postal_code: '1017 SG',
  country: 'NL',
}

type Linked = { id: string; hiEventId: number; sessionToken: string; visitor: Visitor }

/** An organiser makes an event and enables its ticketing. */
export async function linkEvent(world: ServiceWorld, send: Send, owner: Person): Promise<Linked> {
  const as = owner.token
  const picture = await photo({ width: 1200, height: 800 })
  const { url: imageUrl } = await send(`POST /api/pictures?account_id=${owner.accountId}`, {
    as,
    body: picture,
  })
  const body = { ...EVENT, account_id: owner.accountId, venue: VENUE, imageUrl, category: 'MUSIC' }
  const { id } = await send('POST /api/events', { as, body })
  const visitor = new Visitor(world.tickets)
  const code_challenge = (await visitor.start(id)) ?? ''
  const wanted = { account_id: owner.accountId, event_id: id, code_challenge }
  const session = await send('POST /api/cross-app/generate-session', { as, body: wanted })
  const landed = await visitor.land({ session_token: session.session_token, code_challenge })
  if (landed.status !== 200) throw new TypeError(`the landing answered ${landed.status}`)
  const event = await send(`GET /api/events/${id}`)
  return { id, hiEventId: event.hi_events_event_id, sessionToken: session.session_token, visitor }
}

/** Tickets go on sale, are sold, and the event is edited on both sides. */
export async function recordTicketing(
  world: ServiceWorld,
  send: Send,
  owner: Person,
  linked: Linked,
): Promise<void> {
  const as = owner.token
  const office = await officeOf(world, linked)
  const categories = await office('GET', `/events/${linked.hiEventId}/product-categories`)
  const place = { eventId: linked.hiEventId, categoryId: categories.body.data[0].id }
  const ticket = await makeProduct({ call: office, token: '', email: '', accountId: 0, userId: 0 }, place, {
    quantity: 1,
  })
  await office('PUT', `/events/${linked.hiEventId}/status`, { status: 'LIVE' })
  const read = () => send(`GET /api/events/${linked.id}`)
  await until(async () => (await read()).ticketing_status === 'active', 'the sale', 120_000)
  const stream = await StreamReader.open(`${world.apiUrl}/api/events/updates?event_id=${linked.id}`)
  await until(() => stream.heartbeats.length > 0)
  await send('GET /api/events?limit=2')
  await send('GET /api/events/index?page=1')
  await send('GET /api/events/cities')
  await send(`GET /api/events/${linked.id}/related`)
  await send(`GET /api/organisers/${owner.accountId}`)
  await send(`POST /api/events/${linked.id}/complaints`, {
    body: { reason: 'wrong', text: 'The hall is closed on that day.', email: 'ann@example.com' },
  })
  await send(`GET /api/events/ticketing?event_id=${linked.id}`)
  await send('POST /api/beacons', {
    body: { lcp: 900, inp: 40, cls: 0.01, widget: { outcome: 'ready', ms: 700 } },
  })
  await send(`PATCH /api/events/${linked.id}`, { as, body: { description: 'Bring a blanket.' } })
  const shownDescription = async () =>
    (await office('GET', `/events/${linked.hiEventId}`)).body.data.description
  await until(async () => String(await shownDescription()).includes('blanket'), 'the edit to be carried')
  stream.close()
  await recordDifference(world, send, { owner, linked, office })
  await send(`PUT /api/events/${linked.id}/framing`, { as, body: { origins: ['https://venue.example.com'] } })
  await send(`GET /api/events/${linked.id}/framing`, { as })
  await send(`GET /api/events/${linked.id}/ticketing-report`, { as })
  await recordOrder(world, linked, { office, ticket })
  await send(`GET /api/events/${linked.id}/sales`, { as })
}

type Office = ReturnType<typeof officeCallerOf>

async function officeOf(world: ServiceWorld, { visitor }: Linked): Promise<Office> {
  const found = await world.tickets.context.ticketSessions.resolve(visitor.login ?? '')
  const token = found.kind === 'live' ? found.session.upstreamToken : 'none'
  return officeCallerOf(world.office.api, { authorization: `Bearer ${token}` })
}

async function recordDifference(
  world: ServiceWorld,
  send: Send,
  { owner, linked, office }: { owner: Person; linked: Linked; office: Office },
): Promise<void> {
  const as = owner.token
  const url = `/api/events/${linked.id}/differences`
  const theirs = `/events/${linked.hiEventId}`
  const { body } = await office('GET', theirs)
  await office('PUT', theirs, { ...body.data, title: 'Jazz under the stars' })
  const differences = async () => (await send(`GET ${url}`, { as })).differences
  const [difference] = await until(async () => {
    const found = await differences()
    return found.length > 0 && found
  }, 'a difference')
  await send(`GET /api/accounts/${owner.accountId}/differences`, { as })
  const chosen = { field: difference.field, use: 'tuvens', seen: difference.seen }
  await send(`POST ${url}`, { as, body: chosen })
}

async function recordOrder(
  world: ServiceWorld,
  { id }: Linked,
  { office, ticket }: { office: Office; ticket: Awaited<ReturnType<typeof makeProduct>> },
): Promise<void> {
  const order = await reserve(office, ticket)
  await office('PUT', order.path, details(ticket))
  await fetch(`${world.tickets.url}/embed/event/${id}/completed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order: order.shortId, session_identifier: order.session }),
  })
  const isToldSoldOut = async () => {
    const told = await world.api.context
      .db`select 1 from webhook_messages where type = 'sales.status_changed'`
    return told.length > 0
  }
  await until(isToldSoldOut, 'the last ticket to be told')
}

/** What the two services call of each other, and what operators read. */
export async function recordServices(
  world: ServiceWorld,
  send: Send,
  owner: Person,
  linked: Linked,
): Promise<void> {
  const [api, tickets] = [signedCallerOf(world.apiUrl), signedCallerOf(world.tickets.url)]
  const { sessionToken: session_token, id } = linked
  const again = await send('POST /api/cross-app/generate-session', {
    as: owner.token,
    body: { event_id: id },
  })
  await api('POST /api/service/hi-events/session/validate', { body: { code: again.session_token } })
  await api('GET /api/cross-app/user-accounts', { headers: { 'x-session-token': session_token } })
  await api('POST /api/cross-app/validate-permission', {
    body: { session_token, permission: 'manage_ticketing', resource_id: id },
  })
  await api('GET /api/cross-app/links')
  await api('GET /api/service/flags')
  const outcome = { flag: 'ticket-picker', version: 0, variant: 'on', calls: 12, failed: 0, slow: 1 }
  const accounts = { accounts: [owner.accountId], affected_accounts: [owner.accountId] }
  await api('POST /api/service/flags/outcomes', { body: { outcomes: [{ ...outcome, ...accounts }] } })
  const report = statusMessage(id, linked.hiEventId, 'LIVE', new Date().toISOString())
  await api('POST /api/webhooks/hi-events/event-statuses-changed', {
    body: { bodies: [JSON.stringify(report)] },
  })
  await recordLanding(world, session_token, id)
  await recordOperator(tickets, id)
  await api('POST /api/cross-app/revoke-session', { body: { session_token: again.session_token } })
  await send(`DELETE /api/cross-app/links/${id}`, { as: owner.token })
}

async function recordLanding(world: ServiceWorld, sessionToken: string, eventId: string): Promise<void> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${world.tickets.url}/api/auth/cross-app${path}`, {
      method,
      headers: { 'x-session-token': sessionToken, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new TypeError(`${path} was refused: ${await response.text()}`)
  }
  await call('GET', '/status')
  await call('GET', '/accounts')
  const asked = { session_token: sessionToken, permission: 'manage_ticketing', resource_id: eventId }
  await call('POST', '/validate-permission', asked)
}

async function recordOperator(tickets: Send, id: string): Promise<void> {
  const operator = '/api/service/operator'
  const { deliveries } = await tickets(`GET ${operator}/deliveries?event_id=${id}`)
  const { kind, id: deliveryId } = deliveries[0]
  await tickets(`GET ${operator}/deliveries/${kind}/${deliveryId}`)
  const [from, until] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
  await tickets(`GET ${operator}/way?event_id=${id}&from=${from}&until=${until}`)
  await tickets(`POST ${operator}/replay`, {
    body: { operator: 'ada', selection: { ids: `${kind}:${deliveryId}` } },
  })
  await tickets(`POST ${operator}/reread`, { body: { operator: 'ada', event_id: id } })
  await tickets(`GET ${operator}/health`)
  await tickets(`GET ${operator}/links?event_id=${id}`)
}
