import { defineConfig } from '@playwright/test'
import { join } from 'node:path'
import { findChromium } from '../scripts/system/chromium.ts'

const chromium = findChromium(process.env)

export default defineConfig({
  testDir: import.meta.dirname,
  projects: [
    { name: 'loop', testMatch: '**/loop.spec.ts' },
    { name: 'scenarios', testMatch: '**/*.spec.ts', testIgnore: ['**/loop.spec.ts', '**/axe.spec.ts'] },
    { name: 'pages', testMatch: '**/axe.spec.ts', fullyParallel: true },
  ],
  globalSetup: join(import.meta.dirname, 'harness', 'global-setup.ts'),
  outputDir: join(import.meta.dirname, '..', 'test-results'),
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
