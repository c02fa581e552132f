import { type Browser, chromium } from '@playwright/test'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']

/** A browser of this machine's, or Playwright's own without a path. */
export function launchChromium(executablePath: string | undefined): Promise<Browser> {
  return chromium.launch({ args: FLAGS, ...(executablePath !== undefined && { executablePath }) })
}
