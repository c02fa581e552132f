import { LRUCache } from 'lru-cache'

/** Of texts and results together; one service has a few such caches. */
const MAX_CHARS = 4_000_000

/**
 * Remembers the results for the texts that were used last. For work on a text of an organiser that each page repeats: its
 * writer can make it expensive once, and every visitor would pay for it again.
 */
export function cachedByText(work: (text: string) => string, maxChars = MAX_CHARS): (text: string) => string {
  const known = new LRUCache<string, string>({
    maxSize: maxChars,
    sizeCalculation: (result, text) => result.length + text.length + 1,
  })
  return (text) => {
    const remembered = known.get(text)
    if (remembered !== undefined) return remembered
    const result = work(text)
    known.set(text, result)
    return result
  }
}
