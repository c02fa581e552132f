import { defineConfig } from '@playwright/test'
import config from './playwright.config.ts'

/** `npm run screenshots`: takes pictures of every page, for phone and desktop, light and dark, into e2e/screenshots/. */
export default defineConfig({
  ...config,
  projects: [{ name: 'pictures', testMatch: '**/take-screenshots.ts' }],
  timeout: 120_000,
})
