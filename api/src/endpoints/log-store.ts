import type { DeliveryAttempt, MessageState, WebhookEventType, WebhookMessage } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { EndpointKey } from './store.ts'

export const MESSAGES_PER_PAGE = 50
/** Of one message, the newest: it can be sent again and again. */
const ATTEMPTS_SHOWN = 50

export type MessageRow = {
  id: string
  message_id: string
  type: WebhookEventType
  event_id: string | null
  created_at: Date
  state: MessageState
  attempts: number
  due_at: Date
}

export function representMessage({ message_id: id, due_at, ...row }: MessageRow): WebhookMessage {
  return {
    ...row,
    id,
    created_at: row.created_at.toISOString(),
    next_attempt_at: row.state === 'waiting' ? due_at.toISOString() : null,
  }
}

function columns(sql: Sql) {
  return sql`m.id, m.message_id, m.type, m.event_id, m.created_at, m.state, m.attempts, m.due_at`
}

export async function listMessages(
  sql: Sql,
  endpointId: string,
  { before, state }: { before?: string | undefined; state?: MessageState | undefined },
): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select ${columns(sql)} from webhook_messages m where endpoint_id = ${endpointId}
      and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
      and (${state ?? null}::text is null or state = ${state ?? null}::text)
    order by id desc limit ${MESSAGES_PER_PAGE}`
}

/** Which message of which endpoint. */
export type MessageKey = EndpointKey & { message_id: string }

function ofAccount(sql: Sql, { account_id, endpoint_id }: EndpointKey) {
  return sql`select id from webhook_endpoints where id = ${endpoint_id} and account_id = ${account_id}`
}

export async function findMessage(
  sql: Sql,
  key: MessageKey,
): Promise<(MessageRow & { body: string }) | undefined> {
  const [row] = await sql<(MessageRow & { body: string })[]>`
    select ${columns(sql)}, m.body from webhook_messages m
    where message_id = ${key.message_id} and endpoint_id in (${ofAccount(sql, key)})`
  return row
}

type AttemptRow = Omit<DeliveryAttempt, 'at'> & { at: Date }

export async function listAttempts(sql: Sql, messageId: string): Promise<DeliveryAttempt[]> {
  const rows = await sql<AttemptRow[]>`
    select at, outcome, status, duration_ms, response from webhook_attempts
    where message_id = ${messageId} order by id desc limit ${ATTEMPTS_SHOWN}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Queues a message again, with all its attempts before it. One that is under way goes on. */
export async function replayMessage(sql: Sql, key: MessageKey): Promise<boolean> {
  const { count } = await sql`
    update webhook_messages set state = 'waiting', due_at = now(), attempts = case when claimed_until > now() then attempts else 0 end
    where message_id = ${key.message_id} and endpoint_id in (${ofAccount(sql, key)})`
  return count > 0
}

type Window = { from: string; to: string; only: 'failed' | 'all'; max: number; maxWaiting: number }

/** Queues the messages of a window again, while no more than `maxWaiting` wait. Those that wait are left alone. */
export async function replayWindow(
  sql: Sql,
  endpointId: string,
  { from, to, only, max, maxWaiting }: Window,
): Promise<number> {
  const { count } = await sql`
    update webhook_messages set state = 'waiting', due_at = now(), attempts = 0
    where id in (
      select id from webhook_messages
      where endpoint_id = ${endpointId} and created_at >= ${from} and created_at <= ${to}
        and (state = 'failed' or (state = 'delivered' and ${only === 'all'}))
      order by id limit least(${max}::integer, greatest(0, ${maxWaiting}::integer - (
        select count(*) from webhook_messages where endpoint_id = ${endpointId} and state = 'waiting')))
      for update skip locked)`
  return count
}
