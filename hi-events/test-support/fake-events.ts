import { misplaced, ok, refused } from './fake-answers.ts'
import { readAnswer, writeAnswer } from './fake-dates.ts'
import type { FakeWorld } from './fake-hi-events-world.ts'
import type { FakeEvent } from './fake-shop.ts'
import type { FakeRequest, FakeResponse } from './server.ts'

export type SignedIn = { request: FakeRequest; path: string; userId: number; accountId: number }

/** Recorded: `event-update-missing`, `event-update`. What is left out becomes null, and attributes stay. */
export function replaceEvent(
  world: FakeWorld,
  event: FakeEvent,
  body: Record<string, unknown>,
): FakeResponse {
  const { title, start_date, end_date, description, timezone, currency, category } =
    body as Partial<FakeEvent>
  if (timezone === undefined || category === undefined)
    return { status: 500, body: { message: 'Server Error' } }
  const bad = misplaced(body, 'currency')
  if (bad !== null) return bad
  if (end_date && Date.parse(end_date) < Date.parse(String(start_date)))
    return refused('end_date', 'The end date must be a date after start date.')
  Object.assign(event, { title, start_date, timezone, category, currency: currency ?? event.currency })
  event.end_date = end_date ?? null
  event.description = description ?? null
  return ok(writeAnswer(world, event))
}

export function createEvent(world: FakeWorld, { request, accountId }: SignedIn): FakeResponse {
  const body = request.body as Partial<FakeEvent> & {
    title: string
    start_date: string
    organizer_id: number
  }
  if (typeof body.title !== 'string' || body.title === '')
    return refused('title', 'The title field is required')
  if (Number.isNaN(Date.parse(body.start_date))) return refused('start_date', 'The start date is not a date.')
  const bad = misplaced(request.body, 'currency')
  if (bad !== null) return bad
  if (!world.organizers.some((each) => each.id === body.organizer_id && each.accountId === accountId))
    return refused('organizer_id', 'The selected organizer id is invalid.')
  const event: FakeEvent = {
    id: world.nextId++,
    accountId,
    organizerId: body.organizer_id,
    title: body.title,
    category: body.category ?? 'OTHER',
    description: body.description ?? null,
    start_date: body.start_date,
    end_date: body.end_date ?? null,
    status: 'DRAFT',
    currency: body.currency ?? 'EUR',
    timezone: body.timezone ?? 'UTC',
    slug: body.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
    attributes: body.attributes ?? [],
    settings: {},
    images: [],
    tiers: [{ id: 1, title: 'Admission', price: 0, left: 500 }],
  }
  world.events.push(event)
  return ok(writeAnswer(world, event))
}

export function listEvents(world: FakeWorld, { request, accountId }: SignedIn): FakeResponse {
  const page = Number(request.query.get('page') ?? 1)
  const size = Number(request.query.get('per_page') ?? 25)
  const own = world.events.filter((each) => each.accountId === accountId).reverse()
  const data = own.slice((page - 1) * size, page * size).map((each) => readAnswer(world, each))
  const meta = { current_page: page, last_page: Math.max(1, Math.ceil(own.length / size)), total: own.length }
  return { status: 200, body: { data, links: {}, meta } }
}
