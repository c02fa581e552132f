import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { showIn, test, VIEWS } from './pages/test.ts'

/** A theme changes only colours, and a narrow screen only the layout, so these are checked only by the rules for them. */
const CHECKS = [
  { theme: 'light', only: undefined, viewport: { width: 1280, height: 800 } },
  {
    theme: 'light',
    only: ['scrollable-region-focusable'],
    viewport: { width: 320, height: 640 },
  },
  { theme: 'dark', only: ['color-contrast', 'link-in-text-block'], viewport: { width: 1280, height: 800 } },
] as const

const checked = new Set<string>()

for (const { name, as, open, likeness = name } of VIEWS) {
  if (checked.has(likeness)) continue
  checked.add(likeness)

  test(`axe finds nothing on ${name}`, async ({ newPerson, world }) => {
    const signedIn = as === 'organiser' ? { storageState: world.signedIn } : {}
    const page = await newPerson({ reducedMotion: 'reduce', ...signedIn })
    await open(page, world)
    for (const { theme, only, viewport } of CHECKS) {
      await page.setViewportSize(viewport)
      await showIn(page, theme)
      // The legacy mode is twice as fast, but it cannot look into frames of another origin.
      const axe = new AxeBuilder({ page }).setLegacyMode(page.frames().length === 1)
      const { violations } = await (only === undefined ? axe : axe.withRules([...only])).analyze()
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map((node) => node.html).slice(0, 5),
      }))
      expect(found, `${name}, ${theme}, ${viewport.width} px`).toEqual([])
      expect(await widerThanScreen(page), `${name}, ${viewport.width} px`).toBe(0)
    }
  })
}

/** Pixels that a reader would have to scroll sideways (WCAG 2.2, 1.4.10). */
function widerThanScreen(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}
