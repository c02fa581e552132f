import type { DisabledReason, WebhookEndpoint } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { onlyRow } from '../base/only-row.ts'

/** Messages that wait are counted up to this. */
const MAX_COUNTED = 10_000

export type EndpointRow = {
  id: string
  url: string
  description: string
  event_types: string[]
  created_at: Date
  disabled_at: Date | null
  disabled_reason: DisabledReason | null
  failing_since: Date | null
  old_secret_expires_at: Date | null
  waiting: number
}

function columns(sql: Sql) {
  return sql`e.id, e.url, e.description, e.event_types, e.created_at, e.disabled_at, e.disabled_reason, e.failing_since,
    case when e.old_secret_expires_at > now() then e.old_secret_expires_at end as old_secret_expires_at,
    (select count(*)::integer from (select from webhook_messages m where m.endpoint_id = e.id and m.state = 'waiting'
      limit ${MAX_COUNTED}) waits) as waiting`
}

export function representEndpoint(row: EndpointRow): WebhookEndpoint {
  const instant = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    disabled_at: instant(row.disabled_at),
    failing_since: instant(row.failing_since),
    old_secret_expires_at: instant(row.old_secret_expires_at),
  }
}

export async function listEndpoints(sql: Sql, accountId: string): Promise<EndpointRow[]> {
  return sql<EndpointRow[]>`
    select ${columns(sql)} from webhook_endpoints e where account_id = ${accountId} order by e.id`
}

/** Which endpoint of which account. */
export type EndpointKey = { account_id: string; endpoint_id: string }

export async function findEndpoint(sql: Sql, key: EndpointKey): Promise<EndpointRow | undefined> {
  const [row] = await sql<EndpointRow[]>`
    select ${columns(sql)} from webhook_endpoints e where id = ${key.endpoint_id} and account_id = ${key.account_id}`
  return row
}

type NewEndpoint = {
  accountId: string
  url: string
  description: string
  eventTypes: string[]
  secret: Buffer
  max: number
}

/** One endpoint of an account is created at a time, so that it gets no more than it may have: in a transaction. */
export async function lockAccount(sql: Sql, accountId: string): Promise<void> {
  await sql`select from accounts where id = ${accountId} for no key update`
}

/** Undefined when the account has `max` endpoints. Under its lock. */
export async function insertEndpoint(sql: Sql, endpoint: NewEndpoint): Promise<EndpointRow | undefined> {
  const { accountId, url, description, eventTypes, secret, max } = endpoint
  const [row] = await sql<EndpointRow[]>`
    with e as (
      insert into webhook_endpoints (account_id, url, description, event_types, secret)
      select ${accountId}, ${url}, ${description}, ${eventTypes}::text[], ${secret}
      where (select count(*) from webhook_endpoints o where o.account_id = ${accountId}) < ${max}
      returning *
    )
    select ${columns(sql)} from e`
  return row
}

export type EndpointChange = {
  url?: string | undefined
  description?: string | undefined
  eventTypes?: string[] | undefined
  isEnabled?: boolean | undefined
}

/** Enabling ends the time of failing, and so does another address. */
export async function updateEndpoint(
  sql: Sql,
  key: EndpointKey,
  { url, description, eventTypes, isEnabled }: EndpointChange,
): Promise<EndpointRow | undefined> {
  const [row] = await sql<EndpointRow[]>`
    with e as (
      update webhook_endpoints set url = coalesce(${url ?? null}, url),
        description = coalesce(${description ?? null}, description),
        event_types = coalesce(${eventTypes ?? null}::text[], event_types),
        disabled_at = case ${isEnabled ?? null}::boolean
          when true then null when false then coalesce(disabled_at, now()) else disabled_at end,
        disabled_reason = case ${isEnabled ?? null}::boolean
          when true then null when false then coalesce(disabled_reason, 'person') else disabled_reason end,
        failing_since = case when ${isEnabled ?? false} or ${url ?? null}::text <> url then null else failing_since end
      where id = ${key.endpoint_id} and account_id = ${key.account_id} returning *
    )
    select ${columns(sql)} from e`
  return row
}

/** The present secret signs, too, for some hours; until then there is no other rotation, which would end it early. */
export async function rotateSecret(
  sql: Sql,
  key: EndpointKey,
  { secret, hours }: { secret: Buffer; hours: number },
): Promise<EndpointRow | undefined> {
  const [row] = await sql<EndpointRow[]>`
    with e as (
      update webhook_endpoints set old_secret = secret, secret = ${secret},
        old_secret_expires_at = now() + ${hours}::integer * interval '1 hour'
      where id = ${key.endpoint_id} and account_id = ${key.account_id}
        and (old_secret_expires_at is null or old_secret_expires_at <= now()) returning *
    )
    select ${columns(sql)} from e`
  return row
}

export async function deleteEndpoint(sql: Sql, key: EndpointKey): Promise<boolean> {
  const { count } = await sql`
    delete from webhook_endpoints where id = ${key.endpoint_id} and account_id = ${key.account_id}`
  return count > 0
}

/** @returns the id of the message */
export async function insertTestMessage(sql: Sql, endpointId: string, body: string): Promise<string> {
  const rows = await sql<{ message_id: string }[]>`
    insert into webhook_messages (endpoint_id, type, body) values (${endpointId}, 'endpoint.test', ${body})
    returning message_id`
  return onlyRow(rows).message_id
}

type SecretRow = { id: string; secret: Buffer; old_secret: Buffer | null }

export async function listSecrets(
  sql: Sql,
  { after, limit }: { after: string; limit: number },
): Promise<SecretRow[]> {
  return sql<SecretRow[]>`
    select id, secret, old_secret from webhook_endpoints where id > ${after} order by id limit ${limit}`
}

/** Unless they were rotated meanwhile. */
export async function replaceSecrets(
  sql: Sql,
  before: SecretRow,
  after: Omit<SecretRow, 'id'>,
): Promise<void> {
  await sql`
    update webhook_endpoints set secret = ${after.secret}, old_secret = ${after.old_secret}
    where id = ${before.id} and secret = ${before.secret} and old_secret is not distinct from ${before.old_secret}`
}

/** Secrets that sign no more. */
export async function forgetOldSecrets(sql: Sql): Promise<void> {
  await sql`
    update webhook_endpoints set old_secret = null, old_secret_expires_at = null where old_secret_expires_at <= now()`
}
