import type { Sql } from '@tuvens/platform/db/db'

export type WebhookRow = {
  id: number
  organizer_id: number
  url: string
  event_types: string[]
  status: WebhookStatus
  secret: string
  last_triggered_at: Date | null
  last_response_code: number | null
}
export type WebhookStatus = 'ENABLED' | 'PAUSED'
export type LogRow = {
  id: number
  webhook_id: number
  event_type: string
  payload: string
  response_code: number
  created_at: Date
}
export type NewWebhook = Pick<WebhookRow, 'organizer_id' | 'url' | 'event_types' | 'status' | 'secret'>

const LOGS_KEPT = 20

export async function insertWebhook(sql: Sql, webhook: NewWebhook): Promise<WebhookRow[]> {
  return sql<WebhookRow[]>`
    insert into webhooks ${sql(webhook, 'organizer_id', 'url', 'event_types', 'status', 'secret')} returning *`
}

export async function listWebhooks(sql: Sql, organizerId: number): Promise<WebhookRow[]> {
  return sql<WebhookRow[]>`select * from webhooks where organizer_id = ${organizerId} order by id`
}

export async function findWebhook(
  sql: Sql,
  ids: { organizerId: number; id: number },
): Promise<WebhookRow | undefined> {
  const [row] = await sql<WebhookRow[]>`
    select * from webhooks where organizer_id = ${ids.organizerId} and id = ${ids.id}`
  return row
}

export async function updateWebhook(
  sql: Sql,
  { id, url, event_types, status }: Pick<WebhookRow, 'id' | 'url' | 'event_types' | 'status'>,
): Promise<WebhookRow[]> {
  return sql<WebhookRow[]>`
    update webhooks set url = ${url}, event_types = ${event_types}, status = ${status} where id = ${id} returning *`
}

export async function deleteWebhook(sql: Sql, id: number): Promise<void> {
  await sql`delete from webhooks where id = ${id}`
}

export async function hasWebhooks(sql: Sql, organizerId: number): Promise<boolean> {
  const rows = await sql`
    select from webhooks where organizer_id = ${organizerId} and status = 'ENABLED' limit 1`
  return rows.length === 1
}

/** The enabled webhooks of this type, oldest first. */
export async function listSubscribed(
  sql: Sql,
  about: { organizerId: number; type: string },
): Promise<WebhookRow[]> {
  return sql<WebhookRow[]>`
    select * from webhooks
    where organizer_id = ${about.organizerId} and status = 'ENABLED' and ${about.type} = any (event_types)
    order by id`
}

/** Logs one attempt and keeps the last 20. Does nothing when the webhook was deleted meanwhile. */
export async function recordAttempt(
  sql: Sql,
  log: { webhookId: number; type: string; payload: string; code: number; at: Date },
): Promise<void> {
  await sql`
    with webhook as (
      update webhooks set last_triggered_at = ${log.at}, last_response_code = ${log.code}
      where id = ${log.webhookId} returning id
    ), old as (
      delete from webhook_logs where id in (
        select id from webhook_logs where webhook_id = ${log.webhookId} order by id desc offset ${LOGS_KEPT - 1})
    )
    insert into webhook_logs (webhook_id, event_type, payload, response_code)
    select id, ${log.type}, ${log.payload}, ${log.code} from webhook`
}

export async function listLogs(
  sql: Sql,
  { webhookId, limit, offset }: { webhookId: number; limit: number; offset: number },
): Promise<LogRow[]> {
  return sql<LogRow[]>`
    select id, webhook_id, event_type, payload, response_code, created_at
    from webhook_logs where webhook_id = ${webhookId} order by id desc limit ${limit} offset ${offset}`
}
