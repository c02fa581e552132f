import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { showIn, test, THEMES, VIEWS } from './test.ts'

const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }
const FOLDER = join(import.meta.dirname, '..', 'screenshots')

for (const { name, as, open } of VIEWS) {
  test(`picture of ${name}`, async ({ newPerson, world }) => {
    const signedIn = as === 'organiser' ? { storageState: world.signedIn } : {}
    for (const [device, viewport] of Object.entries(WIDTHS)) {
      const page = await newPerson({ viewport, reducedMotion: 'reduce', ...signedIn })
      await open(page, world)
      await unstick(page)
      for (const colorScheme of THEMES) {
        await showIn(page, colorScheme)
        await drawFrames(page)
        const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.${device}.${colorScheme}.png`
        await page.screenshot({ path: join(FOLDER, file), fullPage: true, animations: 'disabled' })
      }
      await page.context().close()
    }
  })
}

/** Makes the screen as tall as the page, because a frame of another site is drawn only in the visible part. */
async function drawFrames(page: Page): Promise<void> {
  if ((await page.locator('iframe').count()) === 0) return
  const { width = 0 } = page.viewportSize() ?? {}
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height })
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

/** Makes sticky elements static: in a picture of the whole page they would cover its middle. */
async function unstick(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll<HTMLElement>('.picker__foot')) each.style.position = 'static'
  })
}
