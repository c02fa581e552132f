import { expect, type Page } from '@playwright/test'

declare global {
  interface Window {
    watched?: { seen: Record<string, number> }
  }
}

/**
 * Makes a page record when each sentence first appears on it. A reload loses the record, so the test detects it. Polling from
 * outside would measure the interval of the polling.
 */
export async function watch(page: Page, sentences: string[]): Promise<void> {
  await page.evaluate((sentences) => {
    const seen: Record<string, number> = {}
    window.watched = { seen }
    const look = () => {
      const text = document.querySelector('main')?.textContent ?? ''
      for (const sentence of sentences) if (text.includes(sentence)) seen[sentence] ??= Date.now()
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    look()
  }, sentences)
}

/** Expects that the page shows the sentence within `limit` milliseconds after `since`, without a reload. */
export async function expectShownWithin(
  page: Page,
  sentence: string,
  { since, limit }: { since: number; limit: number },
) {
  const seenAt = () => page.evaluate((each) => window.watched?.seen[each] ?? null, sentence)
  const waiting = { message: `«${sentence}» appears without a reload`, timeout: limit + 5_000 }
  await expect.poll(seenAt, waiting).not.toBeNull()
  const took = ((await seenAt()) ?? 0) - since
  expect(took, `milliseconds until «${sentence}»`).toBeLessThanOrEqual(limit)
}
