import { type ErrorCode, ServiceError } from '@tuvens/contract'
import type { UpstreamError } from '../upstream/errors.ts'

/** Why what somebody sent was not taken: words for the person, a code for the script; seconds when it is worth waiting. */
export type Refused = { words: string; code: ErrorCode; retryAfter?: number | undefined }

/** What the ticket system did not take. Its own sentence where it gave one. */
export function refusedBy(error: UpstreamError): Refused {
  const { failure, sentence, code, retryAfter, isPassing } = error
  if (failure === 'refused' && sentence !== undefined) return { words: sentence, code: 'BUSINESS_RULE' }
  if (failure === 'refused' || failure === 'missing') return { words: NOT_ON_SALE, code: 'BUSINESS_RULE' }
  if (failure === 'limited') return { words: A_LOT, code, retryAfter }
  return { words: AWAY, code: isPassing ? code : 'UPSTREAM_UNAVAILABLE', retryAfter }
}

const NOT_ON_SALE = 'These tickets are not on sale any more.'
const A_LOT = 'That was a lot at once. Wait a minute and try again.'
const AWAY = 'The ticket system is not answering right now. Try again in a moment.'

/** The same for the picker's script: what is thrown becomes the envelope. */
export function asError(
  { words, code, retryAfter }: Refused,
  details: ServiceError['details'] = [],
): ServiceError {
  return new ServiceError(code, { message: words, details, ...(retryAfter !== undefined && { retryAfter }) })
}
