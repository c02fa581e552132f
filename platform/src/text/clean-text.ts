/** Breaks of lines that editors put into a text: the vertical tab of a text processor, the form feed, and others. */
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g
/**
 * Control characters that nobody sees, and overrides of direction (UAX 9): these show letters in another order than they
 * stand in. Marks, embeddings and isolates of direction, which real texts need, stay.
 */
const UNSEEN = /[^\P{Cc}\n\t]|[\u202d\u202e]/gu
const ANY_OF_BOTH = /[^\P{Cc}\n\t]|[\u2028\u2029\u202d\u202e]/u

/** A text as typed or pasted, without control characters but new lines and tabs. */
export function cleanText(text: string): string {
  return ANY_OF_BOTH.test(text) ? text.replace(LINE_BREAKS, '\n').replace(UNSEEN, '') : text
}

/** As `cleanText`, on one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\n+/g, ' ')
}

/** Every text in a JSON value, cleaned; passwords are not texts: they stay what they are. */
export function cleanTexts(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name.includes('password') ? each : cleanTexts(each)]),
  )
}
