import type { Page } from '@playwright/test'
import { completeCheckout, picker, pickTickets } from './harness/attendee.ts'
import {
  addFreeTicket,
  cancelEvent,
  endEvent,
  enterTicketSystem,
  pause,
  publish,
  signInOn,
} from './harness/organiser.ts'
import { eventFields, createOrganiser } from './harness/people.ts'
import { expect, test } from './harness/test.ts'
import { expectShownWithin, watch } from './harness/watch.ts'

const SENTENCES = {
  onSale: 'Tickets are on sale',
  paused: 'Ticket sales are paused',
  // Its date on the event site is still to come.
  over: 'Ticket sales are over',
  cancelled: 'This event is cancelled',
}
/**
 * The promise is a second, which `npm run bench -- publish` measures. A test may run on a machine that is ten times slower. Ten
 * seconds still tell a stream from the reads of a page without one.
 */
const LIMIT_MS = 10_000
/** Sooner than this, a webhook tells nothing. */
const QUEUE_SLEEP_MS = 30_000

test('an organiser enables, publishes, pauses, ends and cancels ticketing, and every open page follows', async ({
  newPerson,
  system,
}) => {
  test.setTimeout(180_000)
  const person = await createOrganiser(system)
  const event = await person.desk.createEvent(eventFields({ title: 'Night of the small lamps' }))
  const eventPage = `${system.urls.site}/event/${event.id}`
  const organiser = await newPerson()
  const visitors = [await newPerson(), await newPerson()]

  await test.step('the organiser enables ticketing and lands signed in, with the event filled in', async () => {
    await signInOn(organiser, system, person, `/event/${event.id}`)
    await enterTicketSystem(organiser)
    await expect(organiser).toHaveURL(/\/manage\/event\/\d+\/getting-started$/)
    await expect(organiser.getByText('Night of the small lamps').first()).toBeVisible()
    await expect(organiser.getByText('Hall of Tests').first()).toBeVisible()
    expect(organiser.url()).not.toContain('session_token')
  })

  await test.step('attendees see that tickets are coming soon', async () => {
    for (const page of visitors) {
      await page.goto(eventPage)
      await expect(page.getByText('Tickets are coming soon').first()).toBeVisible()
      await watch(page, Object.values(SENTENCES))
    }
  })

  await test.step('a ticket is added and published: two other open pages show it', async () => {
    await addFreeTicket(organiser, 'Lantern seat', 30)
    await expectChange(visitors, SENTENCES.onSale, () => publish(organiser))
    for (const page of visitors) await expect(picker(page).getByText('Lantern seat').first()).toBeVisible()
  })

  await test.step('an attendee picks tickets in the page, checks out and gets the ticket', async () => {
    const buyer = await newPerson()
    await buyer.goto(eventPage)
    await pickTickets(buyer, 'Lantern seat', 2)
    await completeCheckout(buyer)
    await expect(buyer.getByRole('link', { name: /^Open ticket/ })).toHaveCount(2)
    await buyer
      .getByRole('link', { name: /^Open ticket/ })
      .first()
      .click()
    await expect(buyer.getByText('Lantern seat').first()).toBeVisible()
    await buyer.goto(`${system.urls.tickets}/mailbox?address=ada@example.org`)
    await expect(buyer.getByText('Night of the small lamps').first()).toBeVisible()
    await buyer.context().close()
  })

  await test.step('pausing, resuming, ending and cancelling reach every open page', async () => {
    await organiser.goto(organiser.url().replace(/\/manage\/event\/(\d+).*/, '/manage/event/$1'))
    await expectChange(visitors, SENTENCES.paused, () => pause(organiser))
    await organiser.getByRole('button', { name: 'Publish again' }).click()
    for (const page of visitors) await expect(picker(page).getByText('Lantern seat').first()).toBeVisible()
    await expectChange(visitors, SENTENCES.over, () => endEvent(organiser))
    await organiser.goto(organiser.url().replace(/\/manage\/event\/(\d+).*/, '/manage/event/$1'))
    await expectChange(visitors, SENTENCES.cancelled, () => cancelEvent(organiser))
  })
})

test('with a queue worker that sleeps, a click is on every open page before its webhook is sent', async ({
  newPerson,
  ownSystem,
}) => {
  test.setTimeout(180_000)
  const system = ownSystem
  let late = 0
  system.lines.tickets.rule = ({ path }) => {
    if (!path.startsWith('/hooks/')) return undefined
    late++
    return { late: QUEUE_SLEEP_MS }
  }
  const person = await createOrganiser(system)
  const event = await person.desk.createEvent(eventFields())
  const organiser = await newPerson()
  const visitors = [await newPerson(), await newPerson()]
  await signInOn(organiser, system, person, `/event/${event.id}`)
  await enterTicketSystem(organiser)
  await addFreeTicket(organiser, 'Lantern seat', 30)
  for (const page of visitors) {
    await page.goto(`${system.urls.site}/event/${event.id}`)
    await expect(page.getByText('Tickets are coming soon').first()).toBeVisible()
    await watch(page, Object.values(SENTENCES))
  }
  await expectChange(visitors, SENTENCES.onSale, () => publish(organiser))
  await organiser.goto(organiser.url().replace(/\/manage\/event\/(\d+).*/, '/manage/event/$1'))
  await expectChange(visitors, SENTENCES.paused, () => pause(organiser))
  expect(late).toBeGreaterThan(0)
})

/** Expects that all pages change by themselves soon after `act` has ended. */
async function expectChange(pages: Page[], sentence: string, act: () => Promise<void>): Promise<void> {
  await act()
  const since = Date.now()
  for (const page of pages) await expectShownWithin(page, sentence, { since, limit: LIMIT_MS })
}
