import { expect, type Page } from '@playwright/test'

type Marked = Window & { watched?: { since: number; seen: Record<string, number> } }

/**
 * Lets a page note by itself when each sentence first appears on it, and whether it was ever reloaded: a look from
 * outside would measure how often it looks.
 */
export async function watch(page: Page, sentences: string[]): Promise<void> {
  await page.evaluate((sentences) => {
    const watched = { since: Date.now(), seen: {} as Record<string, number> }
    ;(window as Marked).watched = watched
    const look = () => {
      const text = document.querySelector('main')?.textContent ?? ''
      for (const sentence of sentences) if (text.includes(sentence)) watched.seen[sentence] ??= Date.now()
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    look()
  }, sentences)
}

/** The page, without a reload, shows the sentence no later than `limit` milliseconds after `since`. */
export async function expectShownWithin(
  page: Page,
  sentence: string,
  { since, limit }: { since: number; limit: number },
) {
  const seenAt = () => page.evaluate((each) => (window as Marked).watched?.seen[each] ?? null, sentence)
  await expect.poll(seenAt, { message: `«${sentence}» appears without a reload` }).not.toBeNull()
  const took = ((await seenAt()) ?? 0) - since
  expect(took, `milliseconds until «${sentence}»`).toBeLessThanOrEqual(limit)
}
