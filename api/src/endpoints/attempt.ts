import type { AttemptOutcome } from '@tuvens/contract'
import { type SecretList, signStandardWebhook } from '@tuvens/contract/signatures'
import {
  AddressBlockedError,
  type PublicResponse,
  type PublicSender,
} from '@tuvens/platform/outbound/public-sender'
import { redact } from '@tuvens/platform/telemetry/redact'
import { cleanText } from '@tuvens/platform/text/clean-text'
import type { BaseContext } from '../base/context.ts'
import type { AttemptResult, ClaimedMessage } from './message-store.ts'
import { openSigningSecret } from './signing-secret.ts'

/** Characters of a response that are stored. */
const MAX_RESPONSE = 1_000

/** An attempt, with what the receiver answered about the next one. */
export type FinishedAttempt = AttemptResult & { retryAfterMs: number }

/** Signs and sends a message once. A receiver that fails is no error. */
export async function attempt(
  { secrets, clock }: Pick<BaseContext, 'secrets' | 'clock'>,
  sender: PublicSender,
  message: ClaimedMessage,
): Promise<FinishedAttempt> {
  const request = {
    url: message.url,
    body: message.body,
    headers: headersOf(message, keysOf(secrets, message), clock.now()),
  }
  const startedAt = performance.now()
  const durationMs = () => Math.round(performance.now() - startedAt)
  try {
    return { ...resultOf(await sender.post(request)), durationMs: durationMs() }
  } catch (error) {
    const outcome = outcomeOf(error)
    return { outcome, status: null, response: null, retryAfterMs: 0, durationMs: durationMs() }
  }
}

/** During a rotation, both. */
function keysOf(secrets: BaseContext['secrets'], { secret, oldSecret }: ClaimedMessage): string[] {
  return [secret, oldSecret].flatMap((sealed) => (sealed === null ? [] : openSigningSecret(secrets, sealed)))
}

/** The headers of Standard Webhooks 1.0: one signature for each secret, separated by spaces. */
function headersOf({ messageId: id, body }: ClaimedMessage, secrets: string[], now: number) {
  const sign = (...each: SecretList) => signStandardWebhook(each, { id, now, body })
  const signed = secrets.map((each) => sign(each))
  return {
    'content-type': 'application/json',
    'user-agent': 'Tuvens-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': signed[0]?.timestamp ?? '',
    'webhook-signature': signed.map(({ signature }) => signature).join(' '),
  }
}

function resultOf({ status, text, retryAfter }: PublicResponse): Omit<FinishedAttempt, 'durationMs'> {
  const isOk = status >= 200 && status < 300
  const isRedirect = status >= 300 && status < 400
  return {
    outcome: isOk ? 'ok' : isRedirect ? 'redirected' : 'refused',
    status,
    // It may repeat what was sent to it, or more.
    response: isOk ? null : redact(cleanText(text)).slice(0, MAX_RESPONSE),
    retryAfterMs: /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0,
  }
}

function outcomeOf(error: unknown): AttemptOutcome {
  if (error instanceof AddressBlockedError) return 'blocked'
  return error instanceof Error && error.name === 'TimeoutError' ? 'timed_out' : 'unreachable'
}
