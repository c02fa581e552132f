import { test as base, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { startSystem, type System } from './system.ts'

type TestFixtures = {
  /** A system of this test's own, to break. */
  ownSystem: System
  /** Opens a browser of one more person: nothing is shared with the others. Their scripts must not fail. */
  newPerson: (options?: BrowserContextOptions) => Promise<Page>
}
type WorkerFixtures = {
  /** A system shared by the tests of a worker; they leave its services running. */
  system: System
}
type Use = (system: System) => Promise<void>

// oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern: it has none
const lend = async ({}, use: Use): Promise<void> => {
  const system = await startSystem()
  await use(system)
  await system.stop()
}

/** Playwright's `test` with whole systems to run against. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  system: [lend, { scope: 'worker', timeout: 120_000 }],
  ownSystem: [lend, { timeout: 120_000 }],
  newPerson: async ({ browser }, use) => {
    const failures: string[] = []
    await use(async (options) => {
      const context = await browser.newContext(options)
      context.on('weberror', (error) => failures.push(`${error.page()?.url()}: ${error.error().message}`))
      context.on('console', (message) => {
        if (/Content Security Policy|Trusted Type/.test(message.text())) failures.push(message.text())
      })
      return context.newPage()
    })
    await Promise.all(browser.contexts().map((context) => context.close()))
    expect(failures, 'scripts that failed and breaches of a policy').toEqual([])
  },
})

export { expect } from '@playwright/test'
