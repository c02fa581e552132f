import { createDb } from '@tuvens/platform/db/db'
import { randomBytes } from 'node:crypto'
import { land, type TicketDesk } from '../../scripts/seed/ticket-desk.ts'
import { signIn, type TuvensDesk } from '../../scripts/seed/tuvens.ts'
import type { Services } from './services.ts'
import { BenchError } from '../bench-error.ts'

const DAY_MS = 86_400_000

/** `tuvens` and `desk`: its organiser at the API, and at the ticket system. */
export type TicketedEvent = { eventId: string; hiEventId: number; tuvens: TuvensDesk; desk: TicketDesk }

/** Creates an organiser and an event with free tickets, and enables ticketing by a landing. */
export async function makeTicketedEvent(services: Services): Promise<TicketedEvent> {
  const name = `bench-${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const person = { name, account: name, email: `${name}@example.com`, password }
  const tuvens = await signIn(services.of('api').url, person)
  const { id: eventId } = await tuvens.createEvent({
    title: 'An evening of measurements',
    startDate: new Date(Date.now() + 30 * DAY_MS).toISOString(),
    timezone: 'Europe/Dublin',
  })
  const tickets = { direct: services.of('tickets').url, origin: services.urls.tickets }
  const desk = await land(tickets, eventId, (challenge) => tuvens.sessionToken(eventId, challenge))
  const { hi_events_event_id: hiEventId } = await tuvens.readEvent(eventId)
  if (hiEventId === null) throw new BenchError('landing did not link the event')
  await desk.addProduct(hiEventId, {
    title: 'General admission',
    type: 'FREE',
    prices: [{ price: 0, initial_quantity_available: 10_000 }],
  })
  return { eventId, hiEventId, tuvens, desk }
}

/** Reads the path and the secret of the native webhook from the database of the box office. */
export async function readNativeWebhook(services: Services): Promise<{ path: string; secret: string }> {
  const db = createDb(services.database('box-office'), { max: 1 })
  try {
    const [row] = await db<{ url: string; secret: string }[]>`select url, secret from webhooks limit 1`
    if (row === undefined) throw new BenchError('landing registered no webhook')
    return { path: new URL(row.url).pathname, secret: row.secret }
  } finally {
    await db.end()
  }
}
