import type { Page } from '@playwright/test'
import { addFreeTicket, enterTicketSystem, publish, signInOn } from './harness/organiser.ts'
import { createOrganiser, eventFields } from './harness/people.ts'
import { expect, test } from './harness/test.ts'

/** Reads a page again and again until it says something. */
async function expectSoon(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 1_000 })
  }).toPass()
}

test('an edit on the event site reaches the ticket system, and one made there is shown before anything is written over it', async ({
  newPerson,
  system,
}) => {
  const person = await createOrganiser(system)
  const event = await person.desk.createEvent(eventFields({ title: 'Night of the small lamps' }))
  const eventPath = `/event/${event.id}`
  const organiser = await newPerson()
  await signInOn(organiser, system, person, eventPath)
  await enterTicketSystem(organiser)
  await addFreeTicket(organiser, 'Lantern seat', 30)
  await publish(organiser)
  const manage = organiser.url().replace(/(\/manage\/event\/\d+).*/, '$1')

  await test.step('title, place and description travel', async () => {
    const visitor = await newPerson()
    await visitor.goto(`${system.urls.site}${eventPath}`)
    await expect(visitor.getByRole('heading', { name: 'Night of the small lamps' })).toBeVisible()
    await organiser.goto(`${system.urls.site}${eventPath}/edit`)
    await organiser.getByLabel('Title').fill('Night of the large lamps')
    await organiser.getByLabel(/^Place/).fill('The new hall')
    await organiser.getByRole('button', { name: /^Save/ }).click()
    // The place changed, so the page after saving is about those who have tickets.
    await expect(organiser.getByRole('heading', { name: 'Tell ticket holders' })).toBeVisible()
    // The open page of a visitor follows, without a reload.
    await expect(visitor.getByRole('heading', { name: 'Night of the large lamps' })).toBeVisible()
    await expect(visitor.getByText('The new hall').first()).toBeVisible()
    await expect(visitor).toHaveTitle(/Night of the large lamps/)
    await organiser.goto(manage)
    await expectSoon(organiser, 'Night of the large lamps')
    await organiser.getByRole('link', { name: 'Settings' }).click()
    await expect(organiser.getByLabel(/^Name of the place/)).toHaveValue('The new hall')
  })

  await test.step('a change on the ticket system is named on the report', async () => {
    await organiser.getByLabel('Name', { exact: true }).fill('Changed by hand')
    await organiser.getByRole('button', { name: /^Save/ }).click()
    await organiser.goto(`${system.urls.site}${eventPath}/ticketing`)
    await expectSoon(organiser, 'The tickets say something else than this site')
    await organiser.getByRole('link', { name: 'Compare and choose' }).first().click()
    await expect(organiser.getByText('Changed by hand')).toBeVisible()
    await expect(organiser.getByText('Night of the large lamps').last()).toBeVisible()
  })

  await test.step("the organiser puts the tickets' title on the site", async () => {
    await organiser.getByRole('button', { name: 'Use the tickets’ on both: Title' }).click()
    await expect(organiser.getByText('Title: this site and the tickets now say the same.')).toBeVisible()
    await organiser.goto(`${system.urls.site}${eventPath}`)
    await expect(organiser.getByRole('heading', { name: 'Changed by hand' })).toBeVisible()
  })

  await test.step("or this site's on the tickets", async () => {
    await organiser.goto(`${manage}/settings`)
    await organiser.getByLabel('Name', { exact: true }).fill('Changed once more')
    await organiser.getByRole('button', { name: /^Save/ }).click()
    await organiser.goto(`${system.urls.site}${eventPath}/differences`)
    await organiser.getByRole('button', { name: 'Use this site’s on both: Title' }).click()
    await expect(organiser.getByText('This site and the tickets say the same')).toBeVisible()
    await organiser.goto(`${manage}/settings`)
    await expect(organiser.getByLabel('Name', { exact: true })).toHaveValue('Changed by hand')
  })
})
