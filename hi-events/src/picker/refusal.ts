import { type ErrorCode, ServiceError } from '@tuvens/contract'
import type { EntranceRefusal } from '@tuvens/platform/limits/entrances'
import { isolated } from '@tuvens/platform/text/isolated'
import { isUpstream, UpstreamError } from '../upstream/errors.ts'
import { durationOf } from '@tuvens/platform/text/duration'

export const NOT_ON_SALE = 'These tickets are not on sale any more.'
/** A sentence of the ticket system about an order → what its buyer reads. */
const ORDER_WORDS: readonly [RegExp, string][] = [
  [/^The maximum number of products available for (.+) is 0$/, '“$1” sold out a moment ago.'],
  [
    /^The maximum number of products available for (.+) is (\d+)$/,
    'You can get $2 of “$1” at most. Choose fewer.',
  ],
  [/^The product (.+) is sold out$/, '“$1” sold out a moment ago.'],
  [/^You must order at least (\d+) (?:of|products for) (.+)$/, 'Choose $1 or more of “$2”, or none.'],
  [/^Product ID \d+ not found$/, NOT_ON_SALE],
]
const MISSING_DATE = /^products\.\d+\.event_occurrence_id$/
const MANY_REQUESTS = 'That was a lot at once.'
const TOO_MANY_ATTEMPTS = 'Too Many Attempts.'
const SERVER_ERROR =
  'Something failed on the ticket system. Nothing was ordered, and nothing was charged. Try again in a moment.'
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

/** A refusal of the date, in words for its visitor; null when the refusal is about something else. */
function dateWordsOf(fields: UpstreamError['fields'], sentence = ''): string | null {
  if (!Object.hasOwn(fields, 'event_occurrence_id')) return null
  if (/cancel/i.test(sentence)) return 'This date was cancelled. Choose another one.'
  if (/capacity/i.test(sentence))
    return 'There are not enough places left on this date. Choose fewer tickets or another date.'
  return 'This date is not offered any more. Choose another one.'
}

function orderWordsOf(sentence?: string): string | undefined {
  const [pattern, words] = ORDER_WORDS.find(([each]) => each.test(sentence ?? '')) ?? []
  const found = pattern?.exec(sentence ?? '')
  return found === null || words === undefined
    ? sentence
    : words.replaceAll(/\$(\d)/g, (_, at) => isolated(found?.[Number(at)] ?? ''))
}

/** Whether an order was refused because it names no date: the ticket system has events of several dates. */
export function lacksDate(error: unknown): boolean {
  return isUpstream(error, 'refused') && Object.keys(error.fields).some((each) => MISSING_DATE.test(each))
}

function reasonOf({
  failure,
  sentence,
  fields,
  code,
  isPassing,
  retryAfter,
}: UpstreamError): [ErrorCode, string] {
  if (failure === 'refused')
    return ['BUSINESS_RULE', dateWordsOf(fields, sentence) ?? orderWordsOf(sentence) ?? NOT_ON_SALE]
  if (failure === 'missing') return ['BUSINESS_RULE', NOT_ON_SALE]
  if (failure === 'limited') {
    // The box office says what to do; Hi.Events has one text for programs.
    const isForPeople = sentence !== undefined && sentence !== TOO_MANY_ATTEMPTS
    return [
      code,
      isForPeople ? sentence : `${MANY_REQUESTS} Wait ${durationOf(retryAfter ?? 60)} and try again.`,
    ]
  }
  if (failure === 'failed') return [code, SERVER_ERROR]
  return [isPassing ? code : 'UPSTREAM_UNAVAILABLE', NOT_ANSWERING]
}
