/** Breaks of lines that editors put into a text: the vertical tab of a text processor, the form feed, and others. */
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g
/** Control characters that nobody sees. */
const CONTROLS = /[^\P{Cc}\n\t]/gu
const ANY_OF_BOTH = /[^\P{Cc}\n\t]|[\u2028\u2029]/u

/** A text as typed or pasted, without control characters but new lines and tabs. */
export function cleanText(text: string): string {
  return ANY_OF_BOTH.test(text) ? text.replace(LINE_BREAKS, '\n').replace(CONTROLS, '') : text
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
