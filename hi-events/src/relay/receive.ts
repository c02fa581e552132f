import { type NativeWebhook, Nullable, ServiceError } from '@tuvens/contract'
import { checkNativeWebhook } from '@tuvens/contract/signatures'
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { RelayContext } from './context.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import { recordDelivery } from './store.ts'
import type { WebhookOwner } from './webhook-owners.ts'

/** A webhook whose signature was verified. */
type VerifiedDelivery = { owner: WebhookOwner; rawBody: Buffer; body: NativeWebhook }

/**
 * Records a verified native webhook durably; it is processed after the response.
 *
 * Hi.Events sends each webhook once, and the organiser's request in Hi.Events waits for this response: so processing happens later.
 */
export async function receive(
  context: RelayContext,
  { owner, rawBody, body }: VerifiedDelivery,
): Promise<{ isRepeat: boolean }> {
  const isRepeat = await recordDelivery(context.db, {
    accountId: owner.accountId,
    digest: createHash('sha256').update(rawBody).digest(),
    eventType: body.event_type,
    hiEventId: eventIdOf(body),
    namedStatus: namedStatusOf(body),
  })
  context.inboxWakeUp.wake()
  return { isRepeat }
}

/**
 * Whose webhook this is.
 *
 * @throws ServiceError NOT_FOUND for an unknown tenant key, SIGNATURE_INVALID for a wrong or missing signature
 */
export async function verify(
  context: RelayContext,
  { tenantKey, rawBody, signature }: { tenantKey: string; rawBody: Buffer; signature: unknown },
): Promise<WebhookOwner> {
  const owner = await context.webhookOwners.find(tenantKey)
  if (owner === undefined) throw new ServiceError('NOT_FOUND')
  if (typeof signature !== 'string') throw new ServiceError('SIGNATURE_INVALID')
  if (checkNativeWebhook([owner.secret], rawBody, signature)) return owner
  const renewed = await context.webhookOwners.findAgain(tenantKey)
  if (renewed !== undefined && checkNativeWebhook([renewed.secret], rawBody, signature)) return renewed
  throw new ServiceError('SIGNATURE_INVALID')
}

/** Messages about tickets and orders name their event beside their own id. */
function eventIdOf({ event_type, payload }: NativeWebhook): number {
  return event_type.startsWith('event.') ? payload.id : (payload.event_id ?? payload.id)
}

const maybe = Type.Optional(Nullable(Type.String()))
const EventPayload = Type.Object({ status: Type.String(), lifecycle_status: maybe, start_date: maybe })

function namedStatusOf({ event_type, payload }: NativeWebhook): string | null {
  const event: unknown = payload
  return event_type.startsWith('event.') && Value.Check(EventPayload, event) ? sourceStatusOf(event) : null
}
