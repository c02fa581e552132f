import { configDefaults, defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/operate/longest-first.ts'
import { WORKSPACES } from './scripts/test/claims/workspaces.ts'

const DRILLS = 'e2e/operate/**/*.test.ts'
/** Tests of `scripts/` that are claims of their own: they fail fast, or are a statement of the product. */
const SEPARATE = {
  migrations: 'scripts/test/migrations.test.ts',
  docs: 'scripts/test/docs.test.ts',
  style: 'scripts/test/style.test.ts',
  start: 'scripts/start/start.test.ts',
}
const ELSEWHERE = [...configDefaults.exclude, DRILLS, ...Object.values(SEPARATE)]

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      // One for each workspace. The event site has its own configuration.
      ...WORKSPACES.map(([name]) => ({
        extends: true as const,
        test: { name, include: [`${name}/**/*.test.{ts,tsx}`], exclude: ELSEWHERE },
      })),
      ...Object.entries(SEPARATE).map(([name, file]) => ({
        extends: true as const,
        test: { name, include: [file] },
      })),
      // Drills on builds of the services, with the servers of a production around them.
      {
        extends: true,
        test: {
          name: 'operate',
          include: [DRILLS],
          globalSetup: ['e2e/operate/harness/global-setup.ts'],
          maxWorkers: 4,
          // A drill in its full form makes 100,000 requests before its first test.
          hookTimeout: 3_600_000,
        },
      },
    ],
    globalSetup: ['scripts/test/global-setup.ts'],
    pool: 'forks',
    // Each file has servers and databases of its own and leaves the globals alone, so a worker may keep its imports.
    isolate: false,
    // Three times as many as the two cores: most of these tests wait for a server, a clock or a browser.
    maxWorkers: 6,
    // Only against hanging: tests wait for conditions, and must pass on a machine that is ten times slower.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    sequence: { sequencer: LongestFirst },
    reporters: ['default'],
  },
})
