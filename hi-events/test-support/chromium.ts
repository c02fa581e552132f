import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../scripts/system/chromium.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']

/** A browser of this machine's. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium(process.env)
  return chromium.launch({ args: FLAGS, ...(executablePath !== undefined && { executablePath }) })
}
