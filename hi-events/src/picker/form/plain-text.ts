/** A line of text from a form, trimmed, without control characters; empty when the value is no text. */
export function plainText(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') return ''
  return value
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, maxLength)
}
