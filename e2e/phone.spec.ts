import { expect, type Page } from '@playwright/test'
import { test } from './pages/test.ts'

const PHONE = { width: 390, height: 844 }

/** The parts of an event page that belong on its first screen. */
const firstScreenOf = (page: Page, title: string) => {
  const bar = page.locator('.tickets-bar')
  return {
    title: page.getByRole('heading', { level: 1, name: title }),
    date: page.locator('main time').first(),
    place: page.locator('.facts-list li').nth(1),
    price: bar.getByText('Free – CA$320.00'),
    way: bar.getByRole('link', { name: 'Get tickets' }),
  }
}

async function expectOnFirstScreen(parts: ReturnType<typeof firstScreenOf>): Promise<void> {
  for (const [what, part] of Object.entries(parts)) {
    await expect(part, what).toBeVisible()
    const box = await part.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? Infinity), what).toBeLessThanOrEqual(PHONE.height)
  }
}

test('a phone shows title, date, place, price and the way to the tickets at once, and keeps the way', async ({
  newPerson,
  world,
}) => {
  const page = await newPerson({ viewport: PHONE })
  const { id, title } = world.event('Signals')
  await page.goto(`${world.system.urls.site}/event/${id}`)
  const parts = firstScreenOf(page, title)
  await expectOnFirstScreen(parts)

  // While one reads the way stays; at the tickets it goes.
  await page.getByText('Getting there').scrollIntoViewIfNeeded()
  await page.mouse.wheel(0, 5_000)
  await expect(parts.way).toBeInViewport()
  await parts.way.click()
  await expect(page.locator('#tickets')).toBeInViewport()
  await expect(parts.way).toBeHidden()
})

test('a phone without scripts shows the same on its first screen', async ({ newPerson, world }) => {
  const page = await newPerson({ viewport: PHONE, javaScriptEnabled: false })
  const { id, title } = world.event('Signals')
  await page.goto(`${world.system.urls.site}/event/${id}`)
  await expectOnFirstScreen(firstScreenOf(page, title))
})
