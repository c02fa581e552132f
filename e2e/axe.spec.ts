import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { showIn, test, THEMES, VIEWS } from './pages/test.ts'

const looks = new Set<string>()

for (const { name, as, open, likeness = name } of VIEWS) {
  if (looks.has(likeness)) continue
  looks.add(likeness)

  test(`axe finds nothing on ${name}`, async ({ newPerson, world }) => {
    const signedIn = as === 'organiser' ? { storageState: world.signedIn } : {}
    const page = await newPerson({ reducedMotion: 'reduce', ...signedIn })
    await open(page, world)
    for (const colorScheme of THEMES) {
      await showIn(page, colorScheme)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.map((node) => node.html).slice(0, 5),
      }))
      expect(found, `${name}, ${colorScheme}`).toEqual([])
    }
  })
}
