import type { Page } from '@playwright/test'
import { picker } from './harness/attendee.ts'
import { addFreeTicket, enterTicketSystem, publish, signInOn } from './harness/organiser.ts'
import { createOrganiser } from './harness/people.ts'
import { startSystem } from './harness/system.ts'
import { expect, test } from './harness/test.ts'

/** A Friday far from every change of clocks. */
const FIRST = { start: '2031-05-02T20:00', end: '2031-05-02T23:00' }

async function fillFirstDate(page: Page): Promise<void> {
  await page.getByLabel('Title').fill('Friday tapas')
  await page.getByLabel('Starts', { exact: true }).fill(FIRST.start)
  await page.getByLabel(/^Ends/).fill(FIRST.end)
  await page.getByLabel('Time zone').selectOption('Europe/Madrid')
}

const places = (page: Page) => page.locator('#dates li').filter({ visible: true })

test('an event of several dates goes from the form to the tickets, and follows its edits', async ({
  newPerson,
}) => {
  const system = await startSystem({ HI_EVENTS_SHAPE: 'next' })
  const person = await createOrganiser(system)
  const organiser = await newPerson()
  await signInOn(organiser, system, person, '/events/new')
  let path = ''

  await test.step('the organiser enters a date and repeats it', async () => {
    await fillFirstDate(organiser)
    await organiser.getByText('More dates').click()
    await organiser.getByLabel('How often').selectOption('Every week')
    await organiser.getByLabel('Until').fill('2031-05-23')
    await organiser.getByRole('button', { name: 'Add these dates' }).click()
    await expect(organiser.getByText('3 dates were added above')).toBeVisible()
    await expect(organiser.getByLabel('Date 4 starts')).toHaveValue('2031-05-23T20:00')
    await organiser.getByRole('button', { name: 'Remove date 3' }).click()
    await organiser.getByRole('button', { name: 'Add a date' }).click()
    await expect(organiser.getByLabel('Date 4 starts')).toHaveValue('2031-05-30T20:00')
    await organiser.getByRole('button', { name: 'Create event' }).click()
    await organiser.waitForURL(/\/event\/\d+/)
    path = new URL(organiser.url()).pathname
    await expect(places(organiser)).toHaveText([/2 May/, /9 May/, /23 May/, /30 May/])
  })

  await test.step('the ticket system sells each of them', async () => {
    await enterTicketSystem(organiser)
    await addFreeTicket(organiser, 'Bar stool', 20)
    await publish(organiser)
    const visitor = await newPerson()
    await visitor.goto(system.urls.site + path)
    await expect(picker(visitor).getByRole('button', { name: /May/ })).toHaveCount(4)
    await expect(places(visitor)).toHaveCount(4)
  })

  await test.step('an edit of the dates reaches open pages and the picker', async () => {
    const visitor = await newPerson()
    await visitor.goto(system.urls.site + path)
    await expect(places(visitor)).toHaveCount(4)
    await organiser.goto(`${system.urls.site}${path}/edit`)
    await organiser.getByRole('button', { name: 'Remove date 4' }).click()
    await organiser.getByLabel('Date 2 starts').fill('2031-05-10T20:00')
    await organiser.getByLabel(/^Date 2 ends/).fill('2031-05-10T23:00')
    await organiser.getByRole('button', { name: /^Save/ }).click()
    await expect(organiser.getByRole('heading', { name: 'Tell ticket holders' })).toBeVisible()
    await expect(places(visitor)).toHaveText([/2 May/, /10 May/, /23 May/])
    await organiser.goto(`${system.urls.site}${path}/differences`)
    await expect(organiser.getByText('This site and the tickets say the same')).toBeVisible()
  })
  await system.stop()
})

test('without scripts, several dates are entered as lines of text', async ({ newPerson, system }) => {
  const person = await createOrganiser(system)
  const organiser = await newPerson({ javaScriptEnabled: false })
  await signInOn(organiser, system, person, '/events/new')
  await fillFirstDate(organiser)
  await organiser.getByText('More dates').click()
  await organiser.getByLabel(/^Further dates/).fill('2031-05-09 20:00 – 23:00\nthe week after')
  await organiser.getByRole('button', { name: 'Create event' }).last().click()
  await expect(organiser.getByText('Date 3 (the week after): write it like').first()).toBeVisible()
  await organiser.getByLabel(/^Further dates/).fill('2031-05-09 20:00 – 23:00')
  await organiser.getByLabel('How often').selectOption('Every week')
  await organiser.getByLabel('Until').fill('2031-05-16')
  await organiser.getByRole('button', { name: 'Add these dates' }).click()
  await expect(organiser.getByLabel(/^Further dates/)).toHaveValue(
    '2031-05-09 20:00 – 23:00\n2031-05-16 20:00 – 23:00',
  )
  await organiser.getByRole('button', { name: 'Create event' }).last().click()
  await organiser.waitForURL(/\/event\/\d+/)
  await expect(places(organiser)).toHaveText([/2 May/, /9 May/, /16 May/])
})
