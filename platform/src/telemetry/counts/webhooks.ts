import { outcomeOf } from './outcome.ts'
import { counter, histogram } from '../registry.ts'

/** `status`: from the ticket origin to the API; `native`: from the ticket system to the ticket origin. */
const KINDS = ['status', 'native'] as const
type WebhookKind = (typeof KINDS)[number]
/** `stale`: a newer one was there before; `repeated`: the same was there before. */
type Taken = 'applied' | 'stale' | 'repeated'

const received = counter({
  name: 'tuvens_webhooks_received_total',
  help: 'Webhooks that arrived; native ones count as applied once they are recorded',
  labels: { kind: KINDS, outcome: ['applied', 'stale', 'repeated', 'refused', 'failed'] },
})

/** From a second, the aim, to the hours that a dead letter waits. */
const AGE_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3_600, 86_400]
const ages = histogram({
  name: 'tuvens_webhook_age_seconds',
  help: 'From what a webhook is about until it was handled: from the report of a status, or from the arrival of a native webhook',
  labels: { kind: KINDS },
  buckets: AGE_BUCKETS,
})

/** Takes a webhook and counts what became of it. */
export async function countWebhook<T>(
  kind: WebhookKind,
  take: () => Promise<T>,
  takenAs: (result: T) => Taken,
): Promise<T> {
  try {
    const result = await take()
    received.add({ kind, outcome: takenAs(result) })
    return result
  } catch (error) {
    received.add({ kind, outcome: outcomeOf(error) })
    throw error
  }
}

/** Runs the check that a webhook has to pass first, and counts a refusal. */
export async function countRefused<T>(kind: WebhookKind, check: () => Promise<T> | T): Promise<T> {
  try {
    return await check()
  } catch (error) {
    received.add({ kind, outcome: outcomeOf(error) })
    throw error
  }
}

/** @param ageMs by two clocks that may differ */
export function observeWebhookAge(kind: WebhookKind, ageMs: number): void {
  ages.observe({ kind }, Math.max(0, ageMs) / 1000)
}
