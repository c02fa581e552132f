import { API_ROUTES, type ErrorCode, picturePath, ServiceError, type TuvensEvent } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import { accountRoutes } from './account-routes.ts'
import { aReport } from './report.ts'
import { member, route, type StandInRoute } from './route.ts'
import { randomToken, type Sessions } from './sessions.ts'
import { webhookRoutes } from './webhooks/webhook-routes.ts'
import type { StandInWorld, StoredUser } from './world.ts'

/** The routes of the contract that this site calls, and one of our own that sets an event's status by hand. */
export function routesOf(world: StandInWorld, sessions: Sessions, ticketOrigin: string): StandInRoute[] {
  return [
    ...authRoutes(world, sessions),
    ...accountRoutes(world, sessions),
    ...webhookRoutes(world),
    ...eventRoutes(world),
    ...crossAppRoutes(world, ticketOrigin),
    {
      method: 'POST',
      pattern: /^\/test\/report$/,
      status: 204,
      handler: ({ query }) => world.report(query.get('event') ?? '', query.get('status') ?? 'LIVE'),
    },
  ]
}

function authRoutes(world: StandInWorld, sessions: Sessions): StandInRoute[] {
  return [
    route(API_ROUTES.login, ({ body: { email, password } }) => {
      const user = world.users.find((each) => each.email === email && each.password === password)
      return sessions.open(user ?? refuse('INVALID_CREDENTIALS'))
    }),
    route(API_ROUTES.register, ({ body }) => {
      const [name, email, password] = [textOf(body['name']), textOf(body['email']), textOf(body['password'])]
      const person = { name, email, password }
      if (world.users.some((each) => each.email === person.email)) refuse('EMAIL_TAKEN')
      return sessions.open(world.addUser(person, textOf(body['account_name']) || name))
    }),
    route(API_ROUTES.refresh, ({ body }) => sessions.refresh(String(body['refresh_token']))),
    route(API_ROUTES.logout, ({ body }) => sessions.end(String(body['refresh_token']))),
    route(API_ROUTES.me, ({ user }) => {
      const { id, name, email, accounts } = member(user)
      return { user: { id, name, email }, email_verified: !world.unverified.has(email), accounts }
    }),
  ]
}

function eventRoutes(world: StandInWorld): StandInRoute[] {
  return [
    route(API_ROUTES.listEvents, ({ query }) => listEvents(world, query)),
    route(API_ROUTES.eventIndex, ({ query }) => ({
      pages: 1,
      events: query.has('page')
        ? world.events.map(({ id, accountId, updatedAt }) => ({ id, accountId, updatedAt }))
        : [],
    })),
    route(API_ROUTES.fileComplaint, ({ id }) => ({ reference: known(world, id).id })),
    route(API_ROUTES.listCities, () => {
      const cities = world.events.flatMap((event) => event.venue?.city ?? [])
      return { cities: [...new Set(cities)].map((name) => ({ name, events: 1 })) }
    }),
    route(API_ROUTES.relatedEvents, ({ id }) => {
      const { accountId } = known(world, id)
      return {
        events: world.events.filter((each) => each.accountId === accountId && each.id !== id).slice(0, 4),
      }
    }),
    route(API_ROUTES.readOrganiser, ({ id }) => {
      const event =
        world.events.find((each) => each.accountId === Number(id)) ?? refuse('ORGANISER_NOT_FOUND')
      return { account_id: event.accountId, name: event.accountName }
    }),
    route(API_ROUTES.readTicketing, ({ query }) => ({
      states: query
        .getAll('event_id')
        .flatMap((id) => world.event(id) ?? [])
        .map((event) => world.changeOf(event)),
    })),
    route(API_ROUTES.readEvent, ({ id }) => known(world, id)),
    route(API_ROUTES.ticketingReport, ({ user, id }) => {
      const event = managed(user, known(world, id))
      return aReport(world.links.get(id) ?? null, {
        event_id: id,
        status: event.ticketing_status,
        phase: event.ticketing_phase,
        version: event.ticketing_version,
        hi_events_event_id: event.hi_events_event_id,
        widget_url: event.widget_url,
      })
    }),
    route(API_ROUTES.eventSales, ({ user, id }) => {
      managed(user, known(world, id))
      return world.sales.get(id) ?? refuse('NOTHING_LINKED')
    }),
    route(API_ROUTES.eventFraming, ({ user, id }) => {
      managed(user, known(world, id))
      return { event_id: id, origins: world.framing.get(id) ?? [] }
    }),
    route(API_ROUTES.putFraming, ({ user, body, id }) => {
      managed(user, known(world, id))
      world.framing.set(id, body['origins'] as string[])
      return { event_id: id, origins: body['origins'] }
    }),
    route(API_ROUTES.accountDifferences, () => ({
      events: world.events
        .filter(({ id, hi_events_event_id: linked }) => linked !== null && !world.lostLinks.has(id))
        .map(({ id }) => ({ event_id: id, count: world.differences.get(id) ?? 0 })),
    })),
    route(API_ROUTES.uploadPicture, ({ user, bytes }) => {
      member(user)
      if (bytes.includes('no picture')) refuse('PICTURE_UNREADABLE')
      const id = createHash('sha256').update(bytes).digest('hex')
      world.pictures.set(id, bytes)
      return { url: `${world.apiUrl()}${picturePath(id, '1600.jpg')}`, width: 1600, height: 900 }
    }),
    route(API_ROUTES.createEvent, ({ user, body: { account_id, ...fields } }) =>
      world.addEvent({
        title: textOf(fields['title']),
        startDate: textOf(fields['startDate']),
        ...fields,
        accountId: Number(account_id ?? member(user).accounts[0]?.account_id),
      }),
    ),
    route(API_ROUTES.updateEvent, ({ user, body, id, ifMatch }) => {
      const event = managed(user, known(world, id))
      if (ifMatch !== undefined && ifMatch !== etagOf(event)) refuse('PRECONDITION_FAILED')
      return world.edit(event, body)
    }),
  ]
}

const challengePart = ({ code_challenge: challenge }: Record<string, unknown>) =>
  typeof challenge === 'string' ? `&code_challenge=${challenge}` : ''

function crossAppRoutes(world: StandInWorld, ticketOrigin: string): StandInRoute[] {
  return [
    route(API_ROUTES.generateSession, ({ user, body }) => {
      const event = managed(user, known(world, String(body['event_id'])))
      const session_token = randomToken()
      return {
        session_token,
        expires_at: new Date(Date.now() + 900_000).toISOString(),
        account_id: event.accountId,
        landing_url: `${ticketOrigin}/auth/cross-app#session_token=${session_token}${challengePart(body)}`,
      }
    }),
    route(API_ROUTES.deleteLink, ({ user, id }) => {
      const { id: event_id, ...rest } = world.unlink(managed(user, known(world, id)))
      return { event_id, ...rest }
    }),
  ]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The entity tag of a value. */
export function etagOf(value: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)}"`
}

function known(world: StandInWorld, id: string): TuvensEvent {
  return world.event(id) ?? refuse('EVENT_NOT_FOUND')
}

function managed(user: StoredUser | null, event: TuvensEvent): TuvensEvent {
  const mine = member(user).accounts.some((each) => each.account_id === event.accountId)
  return mine ? event : refuse('NOT_A_MEMBER')
}

function listEvents(world: StandInWorld, query: URLSearchParams): unknown {
  const now = Date.now()
  const [limit, from] = [Number(query.get('limit') ?? 24), Number(query.get('cursor') ?? 0)]
  const q = query.get('q')?.toLowerCase() ?? ''
  const over = (event: TuvensEvent) => Date.parse(event.endDate ?? event.startDate) < now
  const found = world.events
    .filter((each) => !query.has('account_id') || each.accountId === Number(query.get('account_id')))
    .filter((each) => `${each.title} ${each.venue?.name} ${each.venue?.city}`.toLowerCase().includes(q))
    .filter(({ category }) => (query.get('category') ?? category) === category)
    .filter(({ venue }) => !query.has('city') || venue?.city === query.get('city'))
    .filter(({ ticketing_prices: prices }) => {
      const price = query.get('price')
      return price === null || (prices !== undefined && (Number(prices.least) === 0) === (price === 'free'))
    })
    .filter(({ startDate }) => startDate < (query.get('to') ?? '~') && startDate >= (query.get('from') ?? ''))
    .filter((each) => query.get('when') === 'all' || over(each) === (query.get('when') === 'past'))
    .sort((a, b) => a.startDate.localeCompare(b.startDate))
  const next = from + limit
  return { events: found.slice(from, next), next_cursor: next < found.length ? String(next) : null }
}

function refuse(code: ErrorCode): never {
  throw new ServiceError(code)
}
