import type { TuvensEvent } from '@tuvens/contract'
import { setTimeout as sleep } from 'node:timers/promises'
import { timesOf } from './dates.ts'
import type { Ending, DemoOrganiser, Show } from './programme/shapes.ts'
import { BUYERS } from './programme/buyers.ts'
import { type KnownProduct, land, takeTickets, type TicketDesk, type Tickets } from './ticket-desk.ts'
import type { TuvensDesk } from './tuvens.ts'
import { SeedError } from './seed-error.ts'

export type Desks = { tuvens: TuvensDesk; tickets: Tickets }

/** Brings one show from its current state to the state in the programme. */
export async function prepareShow(
  show: Show,
  organiser: DemoOrganiser,
  { tuvens, tickets }: Desks,
): Promise<void> {
  const event = await findOrCreate(show, organiser, tuvens)
  if (show.ending === 'none') return
  const desk = await land(tickets, event.id, (challenge) => tuvens.sessionToken(event.id, challenge))
  const { hi_events_event_id: id } = await tuvens.readEvent(event.id)
  if (id === null) throw new SeedError(`${show.event.title} was not linked by landing`)
  await addProducts(desk, id, show)
  if (show.ending === 'preparing') return
  await ensureStatus(desk, id, 'LIVE')
  await waitUntilOnSale(tuvens, event.id)
  await sell(desk, tickets, { id, show })
  await end(desk, id, show.ending)
}

async function findOrCreate(show: Show, organiser: DemoOrganiser, tuvens: TuvensDesk): Promise<TuvensEvent> {
  const found = (await tuvens.listEvents()).find((event) => event.title === show.event.title)
  if (found !== undefined) return found
  const timezone = show.at.timezone ?? organiser.timezone
  const [now, again] = [Date.now(), show.again ?? []]
  const furtherDates = again.map((days) => timesOf({ ...show.at, in: days }, timezone, now))
  return tuvens.createEvent({ ...show.event, timezone, ...timesOf(show.at, timezone, now), furtherDates })
}

async function addProducts(desk: TicketDesk, id: number, show: Show): Promise<void> {
  const known = new Set((await desk.products(id)).map((each) => each.title))
  for (const product of show.products.filter((each) => !known.has(each.title)))
    await desk.addProduct(id, product)
}

async function sell(
  desk: TicketDesk,
  tickets: Tickets,
  { id, show }: { id: number; show: Show },
): Promise<void> {
  const { taken } = show
  if (taken === undefined) return
  const product = (await desk.products(id)).find((each) => each.title === taken.product)
  const most = show.products.find((each) => each.title === taken.product)?.max_per_order ?? 4
  if (product === undefined) throw new SeedError(`${taken.product} is not a ticket of ${show.event.title}`)
  await sellOut(tickets, { eventId: id, product, left: taken.quantity - (product.quantity_sold ?? 0), most })
}

type Sale = { eventId: number; product: KnownProduct; left: number; most: number }

/** Places orders of different sizes for different people, until `left` tickets are taken. */
async function sellOut(tickets: Tickets, { eventId, product, left, most }: Sale): Promise<void> {
  let [open, turn] = [left, 0]
  while (open > 0) {
    const quantity = Math.min(open, 1 + (turn % most))
    const buyer = BUYERS[turn % BUYERS.length] ?? BUYERS[0]
    await takeTickets(tickets, { eventId, product, quantity, buyer })
    open -= quantity
    turn += 1
  }
}

async function end(desk: TicketDesk, id: number, ending: Ending): Promise<void> {
  if (ending === 'paused') await ensureStatus(desk, id, 'DRAFT')
  if (ending === 'cancelled') await ensureStatus(desk, id, 'ARCHIVED')
}

async function ensureStatus(
  desk: TicketDesk,
  id: number,
  status: 'LIVE' | 'DRAFT' | 'ARCHIVED',
): Promise<void> {
  if ((await desk.status(id)) !== status) await desk.setStatus(id, status)
}

const LIMIT_MS = 10_000
const POLL_MS = 100

/** Waits until Tuvens has received that the event is live, so that a later status finds an event that has been on sale. */
async function waitUntilOnSale(tuvens: TuvensDesk, eventId: string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS
  while (!['active', 'inactive'].includes((await tuvens.readEvent(eventId)).ticketing_status)) {
    if (Date.now() > deadline) throw new SeedError(`Event ${eventId} did not go on sale in time`)
    await sleep(POLL_MS)
  }
}
