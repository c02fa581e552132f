import { sealWebhookSecret } from '../mapping/account.ts'
import { insertAccount, saveWebhook } from '../mapping/store.ts'
import { type Finding, untold, well, wrong } from './finding.ts'
import type { Hook } from './hook.ts'
import type { Patient } from './patient.ts'
import { type Attempt, createRest } from './rest.ts'
import { deleteDoctorAccount, DOCTOR_ACCOUNT, listDeliveryTypes } from './store.ts'
import { DOCTOR } from './throw-away.ts'

const DAY_MS = 86_400_000
const LOOK_AGAIN_MS = 100

/**
 * Has Hi.Events send a webhook and waits until the ticket origin has verified and recorded it: the one that runs, or the
 * one that was opened for this examination. Both know the doctor's webhook by their database.
 */
export async function checkWebhook(patient: Patient): Promise<Finding> {
  const hook = await patient.hook()
  if (hook.made === null) return refusedAddress(patient, hook)
  if (hook.made.secret === undefined) return untold('there is no secret to verify it with')
  await rememberHook(patient, hook, { id: hook.made.id, secret: hook.made.secret })
  const from = patient.context.clock.now()
  await causeDelivery(patient, hook.organizerId)
  const isHere = await arrives(patient)
  if (isHere)
    return well(
      `arrived and verified ${((patient.context.clock.now() - from) / 1000).toFixed(1)} s after the change`,
    )
  if (patient.isLeaving()) return untold('interrupted')
  return missed(patient, await attemptsOf(patient, hook))
}

function refusedAddress({ context }: Patient, { refused }: Hook): Finding {
  const { hostname } = new URL(context.config.webhookUrl)
  return wrong(
    `Hi.Events does not take ${context.config.webhookUrl} as a webhook's address: ${refused}`,
    `Add ${hostname} to APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS at Hi.Events (a comma-separated list) and restart it, if the ticket origin is in the same private network.`,
    `Otherwise set WEBHOOK_URL to an address of the ticket origin that Hi.Events can look up and reach. Until then changes are learned by the sweep alone, up to a minute late.`,
  )
}

async function rememberHook(
  { context, onLeave }: Patient,
  { tenantKey }: Hook,
  { id, secret }: { id: number; secret: string },
): Promise<void> {
  await deleteDoctorAccount(context.db)
  onLeave("the doctor's rows", () => deleteDoctorAccount(context.db))
  const credential = context.vault.seal('', 'nothing')
  await insertAccount(context.db, { id: DOCTOR_ACCOUNT, name: DOCTOR, tenantKey, loginEmail: '', credential })
  await saveWebhook(context.db, DOCTOR_ACCOUNT, {
    id,
    secret: sealWebhookSecret(context.vault, DOCTOR_ACCOUNT, secret),
  })
}

/** A new event and a click on it: both are told. */
async function causeDelivery(patient: Patient, organizerId: number): Promise<void> {
  const { context, onLeave } = patient
  const rest = createRest(context.caller)
  const { token } = await patient.signedIn()
  const eventId = await rest.createEvent(token, organizerId, new Date(context.clock.now() + DAY_MS))
  onLeave('the event', () => rest.deleteEvent(token, eventId))
  await rest.setStatus(token, eventId, 'LIVE')
}

async function arrives(patient: Patient): Promise<boolean> {
  const { context, patienceMs } = patient
  const deadline = context.clock.now() + patienceMs
  while (context.clock.now() < deadline && !patient.isLeaving()) {
    if ((await listDeliveryTypes(context.db)).includes('event.updated')) return true
    await context.sleep(LOOK_AGAIN_MS)
  }
  return false
}

async function attemptsOf({ context, signedIn }: Patient, { organizerId, made }: Hook): Promise<Attempt[]> {
  const { token } = await signedIn()
  return made === null ? [] : createRest(context.caller).attempts(token, organizerId, made.id)
}

/** What became of it, by what Hi.Events remembers. */
function missed({ context, patienceMs }: Patient, attempts: Attempt[]): Finding {
  const { webhookUrl, ticketOrigin } = context.config
  const [last] = attempts
  if (last === undefined) {
    return wrong(
      `Hi.Events has sent nothing within ${patienceMs / 1000} s`,
      "Start Hi.Events' queue worker (php artisan queue:work --queue=default,webhooks), or set QUEUE_CONNECTION=sync there.",
    )
  }
  const code = last.response_code ?? 0
  if (code === 0) {
    return wrong(
      `Hi.Events sent it to ${webhookUrl} and got no answer within its 3 s`,
      `Set WEBHOOK_URL to an address at which Hi.Events reaches the ticket origin (from a container, localhost is the container itself), and open that port to it.`,
    )
  }
  if (code === 401) {
    return wrong(
      'the ticket origin refused it: the signature does not hold',
      'Let no proxy between Hi.Events and the ticket origin alter the body or drop the header Signature.',
      'Give doctor and the ticket origin that runs the same CREDENTIALS_KEY.',
    )
  }
  if (code >= 200 && code < 300) {
    return wrong(
      `what answers at ${webhookUrl} took it with ${code}, but this database has no record of it`,
      `Set WEBHOOK_URL to the ticket origin itself, e.g. WEBHOOK_URL=${ticketOrigin}; if it is, give doctor that ticket origin's DATABASE_URL.`,
    )
  }
  return wrong(
    `what answers at ${webhookUrl} refused it with ${code}`,
    `Set WEBHOOK_URL to the ticket origin itself, e.g. WEBHOOK_URL=${ticketOrigin}, with /hooks passed on to it${code === 404 ? "; if it is, give doctor that ticket origin's DATABASE_URL" : ''}.`,
  )
}
