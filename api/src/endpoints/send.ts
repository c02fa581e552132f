import { ATTEMPT_OUTCOMES } from '@tuvens/contract'
import { createPublicSender, type PublicSender } from '@tuvens/platform/outbound/public-sender'
import { counter } from '@tuvens/platform/telemetry/registry'
import { type Backoff, type Loop, pauseAfter, startQueue } from '@tuvens/platform/work'
import type { AuthContext } from '../auth/context.ts'
import { attempt, type FinishedAttempt } from './attempt.ts'
import {
  type ClaimedMessage,
  claimMessages,
  recordDelivery,
  recordFailure,
  releaseMessage,
} from './message-store.ts'

const attempts = counter({
  name: 'tuvens_webhook_attempts_total',
  help: 'Attempts to deliver a webhook message to an endpoint of an account',
  labels: { outcome: ATTEMPT_OUTCOMES },
})
const disabled = counter({
  name: 'tuvens_webhook_endpoints_disabled_total',
  help: 'Endpoints that were disabled because they failed',
  labels: { reason: ['gone', 'failing'] },
})

const POLL_MS = 1_000
const CONCURRENCY = 64
/** Places of all endpoints together whose last attempt failed. */
const FAILING = 32
const TIMEOUT_MS = 15_000
/** Bytes of a failed response that are read. */
const MAX_RESPONSE_BYTES = 4_096
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The pauses after the first failure, the second …: three days in all (docs/webhooks-out.md). */
export const WEBHOOK_BACKOFF: Backoff = {
  pausesMs: [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ],
  jitter: 0.1,
}
/** However long an endpoint asks for. */
const MAX_PAUSE_MS = 24 * HOUR
/** After something failed here. */
const OWN_FAILURE_MS = MINUTE

/** Sends queued webhook messages until it is stopped. An endpoint that hangs or fails holds up no other. */
export function startSending(context: AuthContext): Loop {
  const { db, log, config, sendingWebhooks: wakeUp } = context
  const sender = createPublicSender({
    allowsPrivate: config.webhooksAllowPrivate,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_RESPONSE_BYTES,
  })
  let failing = 0
  const { stop } = startQueue<ClaimedMessage>({
    name: 'webhooks',
    claim: async (limit) => {
      const claimed = await claimMessages(db, { limit, failingLimit: Math.max(0, FAILING - failing) })
      failing += claimed.filter(({ isFailing }) => isFailing).length
      return claimed
    },
    traceparentOf: ({ traceparent }) => traceparent,
    handle: createHandler(context, sender, ({ isFailing }) => {
      if (isFailing) failing--
    }),
    pauseAfter: () => OWN_FAILURE_MS,
    postpone: async (message, { pauseMs, error }) => {
      log.error(
        { err: error, message: message.messageId },
        'a webhook message could not be sent; it is tried again',
      )
      await releaseMessage(db, message, pauseMs)
    },
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log,
    wakeUp,
  })
  return {
    stop: async () => {
      await stop()
      await sender.close()
    },
  }
}

/** While the database is away, a job is repeated: what was sent must not be sent again. */
function createHandler(context: AuthContext, sender: PublicSender, done: (message: ClaimedMessage) => void) {
  const finished = new WeakMap<ClaimedMessage, FinishedAttempt>()
  const send = async (message: ClaimedMessage) => {
    try {
      return await attempt(context, sender, message)
    } finally {
      done(message)
    }
  }
  return async (message: ClaimedMessage): Promise<void> => {
    const result = finished.get(message) ?? (await send(message))
    finished.set(message, result)
    await record(context, message, result)
    // The endpoint has a free place again.
    context.sendingWebhooks.wake()
  }
}

async function record(context: AuthContext, message: ClaimedMessage, result: FinishedAttempt): Promise<void> {
  const { db, log, mailing } = context
  if (result.outcome === 'ok') await recordDelivery(db, message, result)
  else {
    const reason = await recordFailure(db, message, {
      result,
      pauseMs: pauseOf(message, result),
      isGone: result.status === 410,
    })
    if (reason === 'gone' || reason === 'failing') {
      log.warn({ endpoint: message.endpointId, reason }, 'a webhook endpoint was disabled')
      disabled.add({ reason })
      mailing.wake()
    }
  }
  attempts.add({ outcome: result.outcome })
}

function pauseOf({ attempts: count }: ClaimedMessage, { retryAfterMs }: FinishedAttempt): number | null {
  const pause = pauseAfter(WEBHOOK_BACKOFF, count)
  return pause === null ? null : Math.max(pause, Math.min(retryAfterMs, MAX_PAUSE_MS))
}
