import { setTimeout as sleep } from 'node:timers/promises'
import { land, takeTickets } from '../../scripts/seed/ticket-desk.ts'
import { BenchError } from '../bench-error.ts'
import { each } from '../measure/each.ts'
import type { TicketedEvent } from '../stage/ticketed-event.ts'
import type { CapacityStage } from './stage.ts'

/** Something that people do, in the size that is counted. */
export type Action = {
  name: string
  /** How often it is done in a round, and in a quick one. */
  counts: { full: number; quick: number }
  /** Does it `count` times; resolves when all that follows from it is done. */
  run: (stage: CapacityStage, count: number) => Promise<void>
}

const AT_ONCE = 8
const LIMIT_MS = 120_000

export const ACTIONS: readonly Action[] = [
  {
    name: 'page of an event, signed out',
    counts: { full: 600, quick: 30 },
    run: (stage, count) =>
      times(stage, count, ({ eventId }) => get(`${stage.services.urls.site}/event/${eventId}`)),
  },
  {
    name: 'ticket picker in a page',
    counts: { full: 2_000, quick: 100 },
    run: (stage, count) =>
      times(stage, count, ({ hiEventId }) => get(`${stage.services.of('tickets').url}/embed/${hiEventId}`)),
  },
  {
    name: 'event read from the API',
    counts: { full: 4_000, quick: 200 },
    run: (stage, count) =>
      times(stage, count, ({ eventId }) => get(`${stage.services.of('api').url}/api/events/${eventId}`)),
  },
  {
    name: 'click on Enable ticketing, linked before',
    counts: { full: 300, quick: 20 },
    run: (stage, count) => times(stage, count, (event) => enter(stage, event)),
  },
  {
    name: 'new event with its first click',
    counts: { full: 100, quick: 10 },
    run: (stage, count) =>
      times(stage, count, async ({ tuvens }) => {
        const startDate = new Date(Date.now() + 30 * DAY_MS).toISOString()
        const { id } = await tuvens.createEvent({
          title: 'One more evening',
          startDate,
          timezone: 'Europe/Dublin',
        })
        await enter(stage, { eventId: id, tuvens })
      }),
  },
  {
    name: 'order of one ticket, finished',
    counts: { full: 300, quick: 20 },
    run: async (stage, count) => {
      const { services } = stage
      const tickets = { direct: services.of('tickets').url, origin: services.urls.tickets }
      await times(stage, count, async ({ hiEventId: eventId, desk }) => {
        const [product] = await desk.products(eventId)
        if (product === undefined) throw new BenchError('There is no product')
        const email = `buyer-${Math.random().toString(36).slice(2)}@example.com`
        const buyer = { first_name: 'Bea', last_name: 'Buyer', email }
        await takeTickets(tickets, { eventId, product, quantity: 1, buyer })
      })
      await untilQuiet(stage)
    },
  },
  {
    name: 'sales started or paused, until the API knows',
    counts: { full: 300, quick: 20 },
    run: async (stage, count) => {
      const { events } = stage
      await Promise.all(
        events.map(async (event, at) => {
          const own = Math.floor(count / events.length) + (at < count % events.length ? 1 : 0)
          for (let made = 0; made < own; made++) await toggle(stage, event)
        }),
      )
      await untilQuiet(stage)
    },
  },
]

const DAY_MS = 86_400_000

/** Does something `count` times, on the events in turn. */
function times(
  { events }: CapacityStage,
  count: number,
  work: (event: TicketedEvent) => Promise<unknown>,
): Promise<void> {
  const turns = Array.from({ length: count }, (_, at) => events[at % events.length] as TicketedEvent)
  return each(turns, work, AT_ONCE)
}

async function enter(
  { services }: CapacityStage,
  { eventId, tuvens }: Pick<TicketedEvent, 'eventId' | 'tuvens'>,
): Promise<void> {
  const tickets = { direct: services.of('tickets').url, origin: services.urls.tickets }
  await land(tickets, eventId, (challenge) => tuvens.sessionToken(eventId, challenge))
}

async function toggle({ databases }: CapacityStage, event: TicketedEvent): Promise<void> {
  const { eventId, hiEventId, desk } = event
  const next = (await desk.status(hiEventId)) === 'LIVE' ? 'DRAFT' : 'LIVE'
  await desk.setStatus(hiEventId, next)
  await until(`${next} of event ${eventId}`, async () => {
    const [row] = await databases.api<{ status: string }[]>`
      select source_status as status from events where id = ${eventId}`
    return row?.status === next
  })
}

/** Until the webhooks are processed, and the status reports that follow them are delivered. */
async function untilQuiet({ databases }: CapacityStage): Promise<void> {
  await until('the reports that follow', async () => {
    const [row] = await databases.tickets<{ count: number }[]>`
      select (select count(*) from outbox where delivered_at is null and dead_at is null)::int
        + (select count(*) from deliveries where processed_at is null)::int as count`
    return row?.count === 0
  })
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const since = Date.now()
  while (!(await holds())) {
    if (Date.now() - since > LIMIT_MS) throw new BenchError(`waited ${LIMIT_MS / 1000} s for ${what}`)
    await sleep(20)
  }
}

async function get(url: string): Promise<void> {
  const response = await fetch(url)
  const text = await response.text()
  if (!response.ok) throw new BenchError(`GET ${url} was answered ${response.status}: ${text.slice(0, 200)}`)
}
