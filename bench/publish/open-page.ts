import type { Browser, Page } from '@playwright/test'
import { build } from 'esbuild'
import { join } from 'node:path'
import type { Observation } from './observer.browser.ts'

export type OpenPage = {
  /** Milliseconds since the epoch at which something was first seen after `since`. */
  seen: (what: Observation['what'], since: number) => Promise<number>
  close: () => Promise<void>
}

const LIMIT_MS = 30_000
/** Tall enough to show the widget, because a frame that is not visible is not loaded. */
const VIEWPORT = { width: 1280, height: 2400 }

/**
 * Opens the page of an event in its own browser context (pages of one context share a stream) and waits until its stream
 * is open. From then on the page records changes of the widget.
 */
export async function openPage(browser: Browser, url: string): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: VIEWPORT })
  const streaming = page.waitForRequest((request) => request.url().includes('/api/events/updates'))
  await page.goto(url)
  await streaming
  await page.evaluate(await observer())
  return { seen: (what, since) => seen(page, what, since), close: () => page.close() }
}

async function observer(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'observer.browser.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  })
  return outputFiles[0]?.text ?? ''
}

async function seen(page: Page, what: Observation['what'], since: number): Promise<number> {
  const found = await page.waitForFunction(
    (wanted) => window.benchObservations.find((seen) => seen.what === wanted.what && seen.at >= wanted.since),
    { what, since },
    { timeout: LIMIT_MS },
  )
  const observation = await found.jsonValue()
  return observation?.at ?? NaN
}
