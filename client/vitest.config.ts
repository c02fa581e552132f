import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vitest/config'

/** Two kinds of test: what runs in pages (a DOM), and the site as a whole (its built server and real HTTP). */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [sveltekit()],
        // Components as browsers get them, not as the server renders them.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'client pages',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
          include: ['src/lib/{apis,components,services,stores}/**/*.test.ts'],
          setupFiles: ['test-support/dom-setup.ts'],
        },
      },
      {
        plugins: [sveltekit()],
        test: {
          name: 'client site',
          environment: 'node',
          include: ['src/lib/{format,posters,report,server,words}/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['test-support/build-once.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
