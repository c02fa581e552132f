import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { showIn, test, VIEWS } from './pages/test.ts'

/** A theme changes only colours, so the dark theme is checked only by the rules for colours. */
const THEME_CHECKS = [
  { theme: 'light', only: undefined },
  { theme: 'dark', only: ['color-contrast', 'link-in-text-block'] },
] as const

const checked = new Set<string>()

for (const { name, as, open, likeness = name } of VIEWS) {
  if (checked.has(likeness)) continue
  checked.add(likeness)

  test(`axe finds nothing on ${name}`, async ({ newPerson, world }) => {
    const signedIn = as === 'organiser' ? { storageState: world.signedIn } : {}
    const page = await newPerson({ reducedMotion: 'reduce', ...signedIn })
    await open(page, world)
    for (const { theme, only } of THEME_CHECKS) {
      await showIn(page, theme)
      // The legacy mode is twice as fast, but it cannot look into frames of another origin.
      const axe = new AxeBuilder({ page }).setLegacyMode(page.frames().length === 1)
      const { violations } = await (only === undefined ? axe : axe.withRules([...only])).analyze()
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map((node) => node.html).slice(0, 5),
      }))
      expect(found, `${name}, ${theme}`).toEqual([])
    }
  })
}
