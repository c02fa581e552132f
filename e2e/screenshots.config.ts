import { defineConfig } from '@playwright/test'
import config from './playwright.config.ts'

/** `npm run screenshots`: every page, phone and desktop, light and dark, into e2e/screenshots/. Looks are for people to judge. */
export default defineConfig({
  ...config,
  projects: [{ name: 'pictures', testMatch: '**/take-screenshots.ts' }],
  timeout: 120_000,
})
