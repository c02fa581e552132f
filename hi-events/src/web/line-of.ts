import { cleanLine } from '@tuvens/platform/text/clean-text'

/**
 * A line of text from a form or a query, trimmed, without the control characters that a paste brings, and cut between
 * characters: half of one could not be sent on. Empty when the value is no text.
 */
export function lineOf(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') return ''
  return Array.from(cleanLine(value).trim()).slice(0, maxLength).join('')
}
