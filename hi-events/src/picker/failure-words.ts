import type { UpstreamError } from '../upstream/errors.ts'

/** Why the ticket system did not take what a person sent, for that person. Its own sentence where it gave one. */
export function failureWords({ failure, sentence }: UpstreamError): string {
  if (failure === 'limited') return 'That was a lot at once. Wait a minute and try again.'
  if (failure === 'refused' && sentence !== undefined) return sentence
  if (failure === 'missing') return 'These tickets are not on sale any more.'
  return 'The ticket system is not answering right now. Try again in a moment.'
}
