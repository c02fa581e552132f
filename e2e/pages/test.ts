import type { Page } from '@playwright/test'
import { test as base } from '../harness/test.ts'
import { ACCOUNT_VIEWS } from './accounts.ts'
import { BOX_OFFICE_VIEWS } from './box-office.ts'
import { LANDING_VIEWS } from './landing.ts'
import { PICKER_VIEWS } from './picker.ts'
import { SITE_VIEWS } from './site.ts'
import { TICKET_SESSION_VIEWS } from './ticket-session.ts'
import type { View } from './view.ts'
import { WEBHOOK_VIEWS } from './webhooks.ts'
import { createDemoWorld, type DemoWorld } from './world.ts'

/** Every page in every state. */
export const VIEWS: readonly View[] = [
  ...SITE_VIEWS,
  ...ACCOUNT_VIEWS,
  ...WEBHOOK_VIEWS,
  ...LANDING_VIEWS,
  ...TICKET_SESSION_VIEWS,
  ...PICKER_VIEWS,
  ...BOX_OFFICE_VIEWS,
]

/** Playwright's `test` with a system that holds the demo data. */
export const test = base.extend<object, { world: DemoWorld }>({
  world: [
    async ({ system, browser }, use) => {
      await use(await createDemoWorld(system, browser))
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

export const THEMES = ['light', 'dark'] as const

/** Switches the page to a theme and waits until its transitions have ended. */
export async function showIn(page: Page, colorScheme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async (scheme) => {
    const frame = () => new Promise(requestAnimationFrame)
    while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await frame()
    // Styles are computed, and transitions begin, after the callbacks of a frame: in the next one they are seen.
    await frame()
    await frame()
    const running = () =>
      document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
    // A child that inherits a colour begins its own transition when that of its parent has ended.
    for (let ending = running(); ending.length > 0; ending = running()) {
      await Promise.allSettled(ending.map((animation) => animation.finished))
      await frame()
    }
  }, colorScheme)
}
