import { expect } from '@playwright/test'
import { test } from './pages/test.ts'

const PHONE = { width: 390, height: 844 }

test('a phone shows title, date, place, price and the way to the tickets at once, and keeps the way', async ({
  newPerson,
  world,
}) => {
  const page = await newPerson({ viewport: PHONE })
  const { id, title } = world.event('Signals')
  await page.goto(`${world.system.urls.site}/event/${id}`)
  const bar = page.locator('.tickets-bar')
  await expect(bar.getByText('Free – CA$320.00')).toBeVisible()
  const parts = {
    title: page.getByRole('heading', { level: 1, name: title }),
    date: page.locator('main time').first(),
    place: page.locator('.facts-list li').nth(1),
    price: bar.locator('.price'),
    way: bar.getByRole('link', { name: 'Get tickets' }),
  }
  for (const [what, part] of Object.entries(parts)) {
    const box = await part.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? Infinity), what).toBeLessThanOrEqual(PHONE.height)
  }

  // While one reads the way stays; at the tickets it goes.
  await page.getByText('Getting there').scrollIntoViewIfNeeded()
  await page.mouse.wheel(0, 5_000)
  await expect(parts.way).toBeInViewport()
  await parts.way.click()
  await expect(page.locator('#tickets')).toBeInViewport()
  await expect(bar).toBeHidden()
})
