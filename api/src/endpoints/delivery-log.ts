import {
  MAX_REPLAYED_MESSAGES,
  type MessageDetails,
  type MessagesQuery,
  type ReplayMessagesRequest,
  ServiceError,
  type WebhookMessage,
} from '@tuvens/contract'
import type { AuthContext } from '../auth/context.ts'
import { userOf } from '../http/caller.ts'
import {
  findMessage,
  listAttempts,
  listMessages,
  type MessageKey,
  MESSAGES_PER_PAGE,
  replayMessage,
  replayWindow,
  representMessage,
} from './log-store.ts'
import { type EndpointCall, existing, record } from './manage.ts'
import { MAX_WAITING_MESSAGES } from './message-store.ts'
import { findEndpoint } from './store.ts'

type MessageCall = EndpointCall & { params: MessageKey }

export async function readMessages(
  { db }: AuthContext,
  { params, query }: EndpointCall & { query: MessagesQuery },
): Promise<{ messages: WebhookMessage[]; next: string | null }> {
  existing(await findEndpoint(db, params))
  const rows = await listMessages(db, params.endpoint_id, query)
  const last = rows.length < MESSAGES_PER_PAGE ? undefined : rows.at(-1)
  return { messages: rows.map(representMessage), next: last?.id ?? null }
}

export async function readMessage({ db }: AuthContext, { params }: MessageCall): Promise<MessageDetails> {
  const { body, ...row } = existing(await findMessage(db, params))
  return { message: representMessage(row), body, attempts: await listAttempts(db, row.id) }
}

/** Sends one message again, with the id it had: a receiver that got it recognises it. */
export async function replay(context: AuthContext, call: MessageCall): Promise<void> {
  await context.limits.countOrThrow('webhookEndpoints', userOf(call.request), call.reply)
  await findEnabled(context, call)
  existing((await replayMessage(context.db, call.params)) || undefined)
  record(context, call, 'replay-webhook-messages', call.params.endpoint_id)
  context.sendingWebhooks.wake()
}

export async function replayMany(
  context: AuthContext,
  { body, ...call }: EndpointCall & { body: ReplayMessagesRequest },
): Promise<{ replayed: number }> {
  await context.limits.countOrThrow('webhookEndpoints', userOf(call.request), call.reply)
  const { id } = await findEnabled(context, call)
  const limits = { max: MAX_REPLAYED_MESSAGES, maxWaiting: MAX_WAITING_MESSAGES }
  const replayed = await replayWindow(context.db, id, { ...body, ...limits })
  record(context, call, 'replay-webhook-messages', id)
  context.sendingWebhooks.wake()
  return { replayed }
}

/** @throws ServiceError BUSINESS_RULE while it is disabled: what is queued would only be sent later */
async function findEnabled({ db }: AuthContext, { params }: EndpointCall) {
  const endpoint = existing(await findEndpoint(db, params))
  if (endpoint.disabled_at !== null)
    throw new ServiceError('BUSINESS_RULE', { message: 'Enable the endpoint before you send messages again' })
  return endpoint
}
