import { defineConfig } from 'vitest/config'

/** `npm run examples` records the examples of the OpenAPI document. It is no test of the gate. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    root: '.',
    include: ['scripts/examples/record.ts'],
    globalSetup: ['scripts/test/global-setup.ts'],
    pool: 'forks',
    testTimeout: 300_000,
  },
})
