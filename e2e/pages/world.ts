import type { Browser, BrowserContext } from '@playwright/test'
import type { TuvensEvent } from '@tuvens/contract'
import { programmeAt } from '../../scripts/seed/programme/all.ts'
import type { DemoOrganiser } from '../../scripts/seed/programme/shapes.ts'
import { PASSWORD, seed } from '../../scripts/seed/seed.ts'
import { signIn } from '../../scripts/seed/tuvens.ts'
import { enterTicketSystem, signInOn } from '../harness/organiser.ts'
import type { TestOrganiser as Person } from '../harness/people.ts'
import type { System } from '../harness/system.ts'
import { createOrders, type CheckoutOrders } from './orders.ts'
import { openShops, type ShopFixtures } from './shops.ts'
import { HarnessError } from '../harness/harness-error.ts'

export type DemoWorld = {
  system: System
  /** The organiser of the jazz club, who is not signed in yet. */
  organiser: Person
  /** Finds a demo event by the beginning of its title. */
  event: (title: string) => TuvensEvent
  /** Finds the id of that event on the ticket system. */
  hiId: (title: string) => number
  orders: CheckoutOrders
  /** Events with every kind of ticket. */
  shops: ShopFixtures
  /** Cookies of an organiser who is signed in on both sites. */
  signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** Creates everything that the views need: the demo data, a signed-in organiser, and orders in every state. */
export async function createDemoWorld(system: System, browser: Browser): Promise<DemoWorld> {
  const { direct, urls } = system
  const programme = programmeAt(Date.now())
  await seed(programme, { api: direct.api, tickets: direct.tickets, ticketOrigin: urls.tickets }, () => {})
  const people = await Promise.all(programme.map((each) => personOf(system, each)))
  const [organiser] = people
  if (organiser === undefined) throw new HarnessError('the programme has no organisers')
  const events = (await Promise.all(people.map((each) => each.desk.listEvents()))).flat()
  const event = (title: string) => {
    const found = events.find((each) => each.title.startsWith(title))
    if (found === undefined) throw new HarnessError(`no demo event begins with ${title}`)
    return found
  }
  const hiId = (title: string) => event(title).hi_events_event_id ?? 0
  return {
    system,
    organiser,
    event,
    hiId,
    orders: await createOrders(system, { free: hiId('Afternoon matinee'), paid: hiId('Late set') }),
    shops: await openShops(system),
    signedIn: await signedInState(system, browser, { organiser, eventId: event('Late set').id }),
  }
}

async function personOf(system: System, organiser: DemoOrganiser): Promise<Person> {
  const person = { ...organiser, password: PASSWORD }
  return { ...person, desk: await signIn(system.direct.api, person) }
}

type Who = { organiser: Person; eventId: string }

async function signedInState(system: System, browser: Browser, { organiser, eventId }: Who) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signInOn(page, system, organiser, `/event/${eventId}`)
  await enterTicketSystem(page, 'Manage tickets')
  const state = await context.storageState()
  await context.close()
  return state
}
