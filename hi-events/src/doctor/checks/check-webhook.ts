import { sealWebhookSecret } from '../../mapping/account.ts'
import { insertAccount, saveWebhook } from '../../mapping/store.ts'
import { failed, type Finding, ok, skipped } from '../finding.ts'
import type { WebhookAttempt } from '../setup/doctor-calls.ts'
import { DOCTOR } from '../setup/doctor-login.ts'
import { countChangeDeliveries, deleteDoctorAccount, DOCTOR_ACCOUNT } from '../store.ts'
import type { DoctorTarget } from '../target.ts'

const DAY_MS = 86_400_000
const POLL_MS = 100

/**
 * Makes Hi.Events send a webhook and waits until the ticket origin has verified and recorded it: the running one, or the
 * one started for this examination. Both read the doctor's webhook from their database.
 */
export async function checkWebhook(target: DoctorTarget): Promise<Finding> {
  const { calls } = target
  const { created, refused, organizerId, tenantKey } = await target.createWebhook()
  if (created === null) return refusedAddress(target, refused)
  const { id, secret } = created
  if (secret === undefined) return skipped('the webhook has no secret to verify it with')
  await recordWebhook(target, { id, secret, tenantKey })
  const delays = await measureDelays(target, await createDraft(target, organizerId))
  if (delays !== null) return judgeDelay(target, Math.max(...delays))
  if (target.isInterrupted()) return skipped('interrupted')
  const { token } = await target.signIn()
  const [last] = await calls.webhookAttempts(token, organizerId, id)
  return explainMissing(target, last)
}

function refusedAddress({ context }: DoctorTarget, refused: string | null): Finding {
  const { hostname } = new URL(context.config.webhookUrl)
  return failed(
    `Hi.Events does not accept ${context.config.webhookUrl} as a webhook address: ${refused}`,
    `Add ${hostname} to APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS at Hi.Events (a comma-separated list) and restart it, if the ticket origin is in the same private network.`,
    `Otherwise set WEBHOOK_URL to an address of the ticket origin that Hi.Events can resolve and reach. Until then only the sweep finds changes, up to a minute late.`,
  )
}

async function recordWebhook(
  { context, onCleanUp }: DoctorTarget,
  { id, secret, tenantKey }: { id: number; secret: string; tenantKey: string },
): Promise<void> {
  await deleteDoctorAccount(context.db)
  onCleanUp("the doctor's rows", () => deleteDoctorAccount(context.db))
  const credential = { kind: 'token', sealed: context.vault.seal('', 'nothing') } as const
  await insertAccount(context.db, { id: DOCTOR_ACCOUNT, name: DOCTOR, tenantKey, loginEmail: '', credential })
  const sealed = sealWebhookSecret(context.vault, DOCTOR_ACCOUNT, secret)
  await saveWebhook(context.db, DOCTOR_ACCOUNT, { id, secret: sealed })
}

async function createDraft(target: DoctorTarget, organizerId: number): Promise<number> {
  const { context, calls, onCleanUp } = target
  const { token } = await target.signIn()
  const { id } = await context.hiEvents.createEvent(token, {
    title: `${DOCTOR}: may be deleted`,
    organizer_id: organizerId,
    start_date: new Date(context.clock.now() + DAY_MS).toISOString(),
    timezone: 'UTC',
    currency: 'EUR',
    category: 'OTHER',
    attributes: [],
  })
  onCleanUp('the event', () => calls.deleteEvent(token, id))
  return id
}

/** A queue worker that sleeps between two looks is fast by chance: three in a row are hardly. */
const CHANGES = ['LIVE', 'DRAFT', 'LIVE'] as const

/** @returns milliseconds from each change to its webhook, up to the first slow one; null when one did not arrive */
async function measureDelays(target: DoctorTarget, eventId: number): Promise<number[] | null> {
  const { context, calls, webhookSlowMs } = target
  const { token } = await target.signIn()
  const delays: number[] = []
  for (const status of CHANGES) {
    const from = context.clock.now()
    await calls.setStatus(token, eventId, status)
    if (!(await hasArrived(target, delays.length + 1))) return null
    delays.push(context.clock.now() - from)
    if (context.clock.now() - from > webhookSlowMs) break
  }
  return delays
}

function judgeDelay({ webhookSlowMs }: DoctorTarget, delayMs: number): Finding {
  const seconds = `${(delayMs / 1000).toFixed(1)} s`
  if (delayMs <= webhookSlowMs) return ok(`arrived and verified ${seconds} after the change`)
  return failed(
    `it arrived only ${seconds} after the change: pages follow this late what is changed past the ticket origin`,
    `Let Hi.Events' queue worker look more often: php artisan queue:work --sleep=0.1 --queue=${QUEUES}.`,
    'Or set QUEUE_CONNECTION=sync at Hi.Events, which sends webhooks without a worker.',
  )
}

/** Webhooks have a queue of their own name; see the settings of Hi.Events in docs/hi-events.md. */
const QUEUES =
  'default,NAME, where NAME is WEBHOOK_QUEUE_NAME of Hi.Events, by default the value of QUEUE_CONNECTION'

async function hasArrived(target: DoctorTarget, count: number): Promise<boolean> {
  const { context, webhookTimeoutMs } = target
  const deadline = context.clock.now() + webhookTimeoutMs
  while (context.clock.now() < deadline && !target.isInterrupted()) {
    if ((await countChangeDeliveries(context.db)) >= count) return true
    await context.sleep(POLL_MS)
  }
  return false
}

/** Explains a missing delivery from Hi.Events' own log. */
function explainMissing(
  { context, webhookTimeoutMs }: DoctorTarget,
  last: WebhookAttempt | undefined,
): Finding {
  const { webhookUrl, ticketOrigin } = context.config
  if (last === undefined) {
    return failed(
      `Hi.Events has sent nothing within ${webhookTimeoutMs / 1000} s`,
      `Start Hi.Events' queue worker (php artisan queue:work --sleep=0.1 --queue=${QUEUES}), or set QUEUE_CONNECTION=sync there.`,
    )
  }
  const code = last.response_code ?? 0
  if (code === 0) {
    return failed(
      `Hi.Events sent it to ${webhookUrl} and got no response within 3 s`,
      `Set WEBHOOK_URL to an address at which Hi.Events reaches the ticket origin (from a container, localhost is the container itself), and open that port to it.`,
    )
  }
  if (code === 401) {
    return failed(
      'the ticket origin refused it: its signature is not valid',
      'Let no proxy between Hi.Events and the ticket origin alter the body or drop the header Signature.',
      'Give doctor and the running ticket origin the same CREDENTIALS_KEY.',
    )
  }
  if (code >= 200 && code < 300) {
    return failed(
      `what answers at ${webhookUrl} accepted it with ${code}, but this database has no record of it`,
      `Set WEBHOOK_URL to the ticket origin itself, e.g. WEBHOOK_URL=${ticketOrigin}; if it is, give doctor the ticket origin's DATABASE_URL.`,
    )
  }
  return failed(
    `what answers at ${webhookUrl} refused it with ${code}`,
    `Set WEBHOOK_URL to the ticket origin itself, e.g. WEBHOOK_URL=${ticketOrigin}, with /hooks passed on to it${code === 404 ? "; if it is, give doctor the ticket origin's DATABASE_URL" : ''}.`,
  )
}
