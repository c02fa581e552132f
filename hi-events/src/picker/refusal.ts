import { type ErrorCode, ServiceError } from '@tuvens/contract'
import type { UpstreamError } from '../upstream/errors.ts'

/** Why a form was refused: a sentence for the visitor, a code for the script, and seconds to wait before a retry. */
export type PickerRefusal = { message: string; code: ErrorCode; retryAfter?: number | undefined }

const NOT_ON_SALE = 'These tickets are not on sale any more.'
const TOO_MANY_REQUESTS = 'That was a lot at once. Wait a minute and try again.'
const NOT_ANSWERING = 'The ticket system is not answering right now. Try again in a moment.'

/** The refusal for a failed upstream call, with the ticket system's own sentence where it sent one. */
export function refusalOf(error: UpstreamError): PickerRefusal {
  const { failure, sentence, code, retryAfter, isPassing } = error
  if (failure === 'refused' && sentence !== undefined) return { message: sentence, code: 'BUSINESS_RULE' }
  if (failure === 'refused' || failure === 'missing') return { message: NOT_ON_SALE, code: 'BUSINESS_RULE' }
  if (failure === 'limited') return { message: TOO_MANY_REQUESTS, code, retryAfter }
  return { message: NOT_ANSWERING, code: isPassing ? code : 'UPSTREAM_UNAVAILABLE', retryAfter }
}

/** The error that sends a refusal to the picker's script. */
export function refusalError(
  { message, code, retryAfter }: PickerRefusal,
  details: ServiceError['details'] = [],
): ServiceError {
  return new ServiceError(code, { message, details, ...(retryAfter !== undefined && { retryAfter }) })
}
