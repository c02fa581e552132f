import type { Page } from '@playwright/test'
import type { CreateEventRequest, TuvensEvent } from '@tuvens/contract'
import { randomBytes } from 'node:crypto'
import { land, type TicketDesk } from '../../scripts/seed/ticket-desk.ts'
import { type OrganiserProfile, signIn, type TuvensDesk } from '../../scripts/seed/tuvens.ts'
import type { System } from './system.ts'
import { HarnessError } from './harness-error.ts'

/** Where the services of a system are. */
type Places = Pick<System, 'direct' | 'urls'>

export type TestOrganiser = OrganiserProfile & { desk: TuvensDesk }

/** Creates an organiser with an account by the API. */
export async function createOrganiser(system: Places, name = 'Olga Organiser'): Promise<TestOrganiser> {
  const suffix = randomBytes(4).toString('hex')
  const person = {
    name,
    email: `organiser-${suffix}@example.org`,
    password: `a long password ${suffix}`,
    account: `Club ${suffix}`,
  }
  return { ...person, desk: await signIn(system.direct.api, person) }
}

const DAY_MS = 86_400_000

/** The fields of an event that takes place in ten days. */
export function eventFields(over: Partial<CreateEventRequest> = {}): CreateEventRequest {
  const start = Date.now() + 10 * DAY_MS
  return {
    title: `Evening concert ${randomBytes(3).toString('hex')}`,
    description: 'Two sets and a bar.',
    startDate: new Date(start).toISOString(),
    endDate: new Date(start + DAY_MS / 8).toISOString(),
    timezone: 'Europe/Amsterdam',
    category: 'MUSIC',
    currency: 'EUR',
    venue: {
      name: 'Hall of Tests',
      address_line_1: 'Main street 1',
      city: 'Utrecht',
      zip_postal_code: '3511 AA',
      country: 'NL',
    },
    ...over,
  }
}

export type LinkedTestEvent = {
  organiser: TestOrganiser
  event: TuvensEvent
  hiEventId: number
  /** The organiser's calls to the ticket system. */
  tickets: TicketDesk
}

/** Creates an organiser and an event whose ticketing is set up but not published. Uses no browser. */
export async function createLinkedEvent(
  system: Places,
  over: Partial<CreateEventRequest> = {},
): Promise<LinkedTestEvent> {
  const organiser = await createOrganiser(system)
  const event = await organiser.desk.createEvent(eventFields(over))
  const place = { direct: system.direct.tickets, origin: system.urls.tickets }
  const tickets = await land(place, event.id, (challenge) => organiser.desk.sessionToken(event.id, challenge))
  const { hi_events_event_id: hiEventId } = await organiser.desk.readEvent(event.id)
  if (hiEventId === null) throw new HarnessError('landing did not link the event')
  return { organiser, event, hiEventId, tickets }
}

/** Creates a linked event with a free ticket that is on sale. */
export async function createEventOnSale(system: Places, places = 50): Promise<LinkedTestEvent> {
  const linked = await createLinkedEvent(system)
  const prices = [{ price: 0, initial_quantity_available: places }]
  await linked.tickets.addProduct(linked.hiEventId, { title: 'Free seat', type: 'FREE', prices })
  await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
  await waitForPhase(linked, 'on_sale')
  // Prices come with a later status report. A test that changes rows by hand must not be overtaken by that report.
  await until(linked, 'its prices', ({ ticketing_prices: prices }) => prices !== undefined)
  return linked
}

/** Waits until the API returns this phase. */
export function waitForPhase(linked: LinkedTestEvent, phase: TuvensEvent['ticketing_phase']): Promise<void> {
  return until(linked, `the phase ${phase}`, (event) => event.ticketing_phase === phase)
}

/** Waits until the API returns this status. For events whose phase also depends on the sales status, which changes later. */
export function waitForStatus(
  linked: LinkedTestEvent,
  status: TuvensEvent['ticketing_status'],
): Promise<void> {
  return until(linked, `the status ${status}`, (event) => event.ticketing_status === status)
}

async function until(
  { organiser, event }: LinkedTestEvent,
  what: string,
  isReached: (event: TuvensEvent) => boolean,
): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!isReached(await organiser.desk.readEvent(event.id))) {
    if (Date.now() > deadline) throw new HarnessError(`the event does not have ${what} after 120 s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The address of the landing with a new token for this browser, as the site builds it. */
export async function landingAddress(
  page: Page,
  system: System,
  { organiser: { desk }, event: { id: eventId } }: Pick<LinkedTestEvent, 'organiser' | 'event'>,
): Promise<string> {
  const challenge = await codeChallengeOf(page, system, eventId)
  const back = `${system.urls.site}/events/hi-events/callback?event_id=${eventId}`
  const fragment = new URLSearchParams({
    session_token: await desk.sessionToken(eventId, challenge),
    code_challenge: challenge,
    return_url: back,
  })
  return `${system.urls.tickets}/auth/cross-app#${fragment}`
}

/** Takes the browser over the ticket origin, as a click does. @returns the code challenge of this browser */
export async function codeChallengeOf(page: Page, system: System, eventId: string): Promise<string> {
  const arrived = page.waitForRequest(/code_challenge=/)
  await page.goto(`${system.urls.tickets}/auth/cross-app/start?event_id=${eventId}`)
  return new URL((await arrived).url()).searchParams.get('code_challenge') ?? ''
}
