import { UpstreamError, type UpstreamFailure } from '../../upstream/errors.ts'
import { failed, type Finding } from '../finding.ts'
import { reasonOf } from './probe.ts'

const FIXES: Record<UpstreamFailure, string> = {
  unreachable: 'Start Hi.Events, or correct HI_EVENTS_UPSTREAM; then run doctor again.',
  failed: "Read the reason in Hi.Events' own log (storage/logs, or its container's output) and fix it there.",
  limited: 'Wait a minute and run doctor again: Hi.Events allows 180 calls a minute.',
  resting: 'Start Hi.Events, or correct HI_EVENTS_UPSTREAM: it has failed several times in a row.',
  unauthorised:
    'Hi.Events accepted a sign-in and then refused its token: are its clock and its JWT_SECRET the same on all its nodes?',
  forbidden: 'Hi.Events must let its users do this: is it unforked, and 1.8 or later?',
  missing: 'Hi.Events does not know this call: update it to 1.8 or later.',
  refused: 'Correct what Hi.Events names above; its settings are in docs/hi-events.md.',
  invalid:
    'Hi.Events, or a proxy before it, does not answer as 1.8 does: update it, and let no proxy alter /api.',
}

/** The finding for a failed call to Hi.Events that no check explains better. @throws any other error */
export function failureOf(error: unknown): Finding {
  if (!(error instanceof UpstreamError)) throw error
  return failed(`${error.call} ${describe(error)}`, FIXES[error.failure])
}

function describe({ status, sentence, failure, cause }: UpstreamError): string {
  if (failure === 'unreachable') return `got no response: ${reasonOf(cause, 'http://hi-events')}`
  if (failure === 'resting') return 'was not sent: the calls before it all failed'
  if (failure === 'limited' && status === undefined) return 'was not sent: a call before it got a 429'
  return `was answered with ${status ?? 'something else'}${sentence === undefined ? '' : `: ${sentence}`}`
}
