import { type ErrorCode, ServiceError } from '@tuvens/contract'
import { UpstreamError } from '../upstream/errors.ts'

const NOT_ON_SALE = 'These tickets are not on sale any more.'
const TOO_MANY_REQUESTS = 'That was a lot at once. Wait a minute and try again.'
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

function reasonOf({ failure, sentence, code, isPassing }: UpstreamError): [ErrorCode, string] {
  if (failure === 'refused') return ['BUSINESS_RULE', sentence ?? NOT_ON_SALE]
  if (failure === 'missing') return ['BUSINESS_RULE', NOT_ON_SALE]
  if (failure === 'limited') return [code, TOO_MANY_REQUESTS]
  return [isPassing ? code : 'UPSTREAM_UNAVAILABLE', NOT_ANSWERING]
}
