/** One line a person typed: without control characters and the space around it; what is no text is empty. */
export function plainText(value: unknown, max: number): string {
  if (typeof value !== 'string') return ''
  return value
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, max)
}
