import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['{contract,platform,design,api,hi-events,box-office,e2e,scripts,bench}/**/*.test.{ts,tsx}'],
    globalSetup: ['scripts/testing/global-setup.ts'],
    pool: 'forks',
    // Each file has servers and databases of its own and puts nothing on the globals: a worker may keep what it has imported.
    isolate: false,
    // Twice two cores’ worth: most of these tests wait for a server, a clock or a browser.
    maxWorkers: 4,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
