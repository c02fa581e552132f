import { test as base, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { startSystem, type System } from './system.ts'

type TestFixtures = {
  /** A system that only this test uses, so it may stop services. */
  ownSystem: System
  /** Opens a page in a new browser context, which shares nothing with the others. The test fails when a script on it fails. */
  newPerson: (options?: BrowserContextOptions) => Promise<Page>
}
type WorkerFixtures = {
  /** A system that the tests of a worker share; they must not stop its services. */
  system: System
}
type Use = (system: System) => Promise<void>

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the dependencies of a fixture from this pattern: it has none
const provideSystem = async ({}, use: Use): Promise<void> => {
  const system = await startSystem()
  await use(system)
  await system.stop()
}

/** Playwright's `test` with whole systems to run against. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  system: [provideSystem, { scope: 'worker', timeout: 600_000 }],
  ownSystem: [provideSystem, { timeout: 600_000 }],
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
    expect(failures, 'failed scripts and violations of a policy').toEqual([])
  },
})

export { expect } from '@playwright/test'
