import { expect, type FrameLocator, type Page } from '@playwright/test'

export function picker(page: Page): FrameLocator {
  return page.frameLocator('iframe[title^="Tickets for"]')
}

/** Chooses tickets in the picker inside the page and goes to the checkout. */
export async function pickTickets(page: Page, title: string, quantity: number): Promise<void> {
  const more = picker(page).getByRole('button', { name: `One more: ${title}` })
  for (let turn = 0; turn < quantity; turn++) await more.click()
  await picker(page).getByRole('button', { name: 'Get tickets' }).click()
  await page.waitForURL(/\/checkout\/\d+\/[^/]+\/details/)
}

/** Fills in the name and the e-mail address and completes the order. */
export async function completeCheckout(page: Page): Promise<void> {
  await page.getByLabel('First name').first().fill('Ada')
  await page.getByLabel('Last name').first().fill('Attendee')
  await page.getByLabel('E-mail').first().fill('ada@example.org')
  await page.getByRole('button', { name: /^(Get tickets?|Reserve)/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/You’re going|Your places? (is|are) kept/)
}
