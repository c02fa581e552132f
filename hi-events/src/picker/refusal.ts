import { type ErrorCode, ServiceError } from '@tuvens/contract'
import type { EntranceRefusal } from '@tuvens/platform/limits/entrances'
import { UpstreamError } from '../upstream/errors.ts'
import { durationOf } from '@tuvens/platform/text/duration'

const NOT_ON_SALE = 'These tickets are not on sale any more.'
const MANY_REQUESTS = 'That was a lot at once.'
const TOO_MANY_ATTEMPTS = 'Too Many Attempts.'
const NOT_ANSWERING = 'The ticket system is not answering right now. Try again in a moment.'

/**
 * Why a failed upstream call refuses a form, with the ticket system's own sentences, also about these fields.
 *
 * @throws any other error
 */
export function refusalOf(error: unknown, fields: string[] = []): ServiceError {
  if (!(error instanceof UpstreamError)) throw error
  const { retryAfter } = error
  const details = fields.flatMap((field) => {
    const [message] = error.fields[field] ?? []
    return message === undefined ? [] : [{ field, message }]
  })
  const [code, message] = reasonOf(error)
  return new ServiceError(code, { message, details, ...(retryAfter !== undefined && { retryAfter }) })
}

/** A client that sends more forms than one may. */
export function tooMany({ retryAfter }: EntranceRefusal): ServiceError {
  const message = `${MANY_REQUESTS} Wait ${durationOf(retryAfter)} and try again.`
  return new ServiceError('RATE_LIMITED', { message, retryAfter })
}

function reasonOf({ failure, sentence, code, isPassing, retryAfter }: UpstreamError): [ErrorCode, string] {
  if (failure === 'refused') return ['BUSINESS_RULE', sentence ?? NOT_ON_SALE]
  if (failure === 'missing') return ['BUSINESS_RULE', NOT_ON_SALE]
  if (failure === 'limited') {
    // The box office says what to do; Hi.Events has one text for programs.
    const isForPeople = sentence !== undefined && sentence !== TOO_MANY_ATTEMPTS
    return [
      code,
      isForPeople ? sentence : `${MANY_REQUESTS} Wait ${durationOf(retryAfter ?? 60)} and try again.`,
    ]
  }
  return [isPassing ? code : 'UPSTREAM_UNAVAILABLE', NOT_ANSWERING]
}
