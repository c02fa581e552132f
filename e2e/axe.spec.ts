import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import axe, { type Result, type RunOptions } from 'axe-core'
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
      const found = (await findViolations(page, only)).map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map((node) => node.html).slice(0, 5),
      }))
      expect(found, `${name}, ${theme}, ${viewport.width} px`).toEqual([])
      expect(await widerThanScreen(page), `${name}, ${viewport.width} px`).toBe(0)
    }
  })
}

/** What axe finds by all its rules, or by some. A page without frames is sent axe only once: that takes as long as a check. */
async function findViolations(page: Page, only: readonly string[] | undefined): Promise<Result[]> {
  const options: RunOptions = {
    // Of others one is enough, so axe need not describe each.
    resultTypes: ['violations'],
    ...(only !== undefined && { runOnly: { type: 'rule', values: [...only] } }),
  }
  // Only the builder looks into frames of another origin.
  if (page.frames().length > 1) return (await new AxeBuilder({ page }).options(options).analyze()).violations
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async (given) => {
    const { axe: sent } = globalThis as unknown as { axe: typeof axe }
    return (await sent.run(document, given)).violations
  }, options)
}

/** Pixels that a reader would have to scroll sideways (WCAG 2.2, 1.4.10). */
function widerThanScreen(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}
