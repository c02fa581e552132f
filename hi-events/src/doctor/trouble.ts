import { UpstreamError, type UpstreamFailure } from '../upstream/errors.ts'
import { reasonOf } from './look.ts'
import { type Finding, wrong } from './finding.ts'

const MENDS: Record<UpstreamFailure, string> = {
  unreachable: 'Start Hi.Events, or mend HI_EVENTS_UPSTREAM; then run doctor again.',
  failed: "The reason stands in Hi.Events' own log (storage/logs, or its container's output): mend it there.",
  limited: 'Wait a minute and run doctor again: Hi.Events takes 180 calls a minute.',
  resting: 'Start Hi.Events, or mend HI_EVENTS_UPSTREAM: it has failed several times in a row.',
  unauthorised:
    'Hi.Events took a sign-in and then refused it: are its clock and its JWT_SECRET the same on all its nodes?',
  forbidden: 'Hi.Events must let its users do this: is it unforked, and 1.8 or later?',
  missing: 'Hi.Events does not know this call: update it to 1.8 or later.',
  refused: 'Mend what Hi.Events names above; its settings are in docs/hi-events.md.',
  invalid:
    'Hi.Events, or something before it, answers otherwise than 1.8 does: update it, and let nothing alter /api.',
}

/** A failed call to Hi.Events that no check has better words for. @throws what is no such call */
export function troubleOf(error: unknown): Finding {
  if (!(error instanceof UpstreamError)) throw error
  return wrong(`${error.call} ${seenOf(error)}`, MENDS[error.failure])
}

function seenOf({ status, sentence, failure, cause }: UpstreamError): string {
  if (failure === 'unreachable') return `got no answer: ${reasonOf(cause, 'http://hi-events')}`
  if (failure === 'resting') return 'was not even made: the calls before it all failed'
  if (failure === 'limited' && status === undefined)
    return 'was not even made: one before it was answered with 429'
  const said = sentence === undefined ? '' : `: ${sentence}`
  return `was answered with ${status ?? 'something else'}${said}`
}
