import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vitest/config'

/** Two kinds of test: code that runs in pages (a DOM), and the whole site (its built server and real HTTP). */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [sveltekit()],
        // The components as compiled for browsers, not for server rendering.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'client pages',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
          include: ['src/lib/{apis,components,services,stores}/**/*.test.ts'],
          setupFiles: ['test-support/dom-setup.ts'],
          // Limits only guard against hanging: a slow machine must pass, too.
          testTimeout: 600_000,
        },
      },
      {
        plugins: [sveltekit()],
        test: {
          name: 'client site',
          environment: 'node',
          include: ['src/lib/{format,posters,report,server,words}/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['test-support/build-once.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
