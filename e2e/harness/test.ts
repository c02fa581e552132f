import { test as base } from '@playwright/test'
import { startSystem, type System } from './system.ts'

type TestFixtures = {
  /** A system of this test's own, to break. */
  ownSystem: System
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
})

export { expect } from '@playwright/test'
