import { type ApiKey, type ApiScope, MAX_API_KEYS, type Role } from '@tuvens/contract'
import type { Sql, Tx } from '@tuvens/platform/db/db'
import { onlyRow } from '../../base/only-row.ts'

type ApiKeyRow = Omit<ApiKey, 'created_at' | 'last_used_at' | 'expires_at' | 'revoked_at'> & {
  created_at: Date
  last_used_at: Date | null
  expires_at: Date | null
  revoked_at: Date | null
}

/** The columns of an `ApiKeyRow`, from `api_keys k` joined with the user who made it. */
function columns(sql: Sql) {
  return sql`k.id, k.name, k.hint, k.scopes, k.created_at, u.name as created_by, k.last_used_at, k.expires_at,
    k.revoked_at, k.replaced_by`
}

function isOver(sql: Sql) {
  return sql`(k.revoked_at is not null or coalesce(k.expires_at <= now(), false))`
}

function toApiKey({ created_at, last_used_at, expires_at, revoked_at, ...row }: ApiKeyRow): ApiKey {
  return {
    ...row,
    created_at: created_at.toISOString(),
    last_used_at: last_used_at?.toISOString() ?? null,
    expires_at: expires_at?.toISOString() ?? null,
    revoked_at: revoked_at?.toISOString() ?? null,
  }
}

/** The keys of an account, those that work first, then the newest. */
export async function listApiKeys(sql: Sql, accountId: string): Promise<ApiKey[]> {
  const rows = await sql<ApiKeyRow[]>`
    select ${columns(sql)} from api_keys k left join users u on u.id = k.created_by
    where k.account_id = ${accountId} order by ${isOver(sql)}, k.created_at desc, k.id`
  return rows.map(toApiKey)
}

/** Who changes the keys of which account, and the roles that may. */
export type KeyChange = { accountId: string; userId: string; managers: Role[] }
type NewSecret = { hash: Buffer; hint: string }
type NewApiKey = KeyChange & NewSecret & { name: string; scopes: ApiScope[]; days: number | null }
export type KeyOutcome = 'ok' | 'NOT_A_MEMBER' | 'PERMISSION_DENIED' | 'API_KEY_NOT_FOUND' | 'BUSINESS_RULE'
type Made = { outcome: 'ok'; key: ApiKey } | { outcome: Exclude<KeyOutcome, 'ok'>; key: null }

/** First key of the advisory locks per account whose keys are made. Any number, but the same on all nodes. */
const ACCOUNT_LOCKS = 7_303

/** Lets one caller at a time count the keys of an account and make another, until its transaction ends. */
export async function lockKeysOf(tx: Tx, accountId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(${ACCOUNT_LOCKS}, hashtext(${accountId}))`
}

/** Checks the role and the number of keys, and stores the key, in one statement. The caller holds the lock. */
export async function insertApiKey(sql: Tx, key: NewApiKey): Promise<Made> {
  const rows = await sql<({ outcome: KeyOutcome } & ApiKeyRow)[]>`
    with decision as (
      select case when m.role is null then 'NOT_A_MEMBER'
        when m.role <> all (${key.managers}::text[]) then 'PERMISSION_DENIED'
        when (select count(*) from api_keys k where k.account_id = ${key.accountId} and not ${isOver(sql)}) >= ${MAX_API_KEYS}
          then 'BUSINESS_RULE'
        else 'ok' end as outcome
      from (values (true)) one (row)
        left join memberships m on m.account_id = ${key.accountId} and m.user_id = ${key.userId}
    ), k as (
      insert into api_keys (account_id, name, secret_hash, hint, scopes, created_by, expires_at)
      select ${key.accountId}, ${key.name}, ${key.hash}, ${key.hint}, ${key.scopes}::text[], ${key.userId},
        now() + ${key.days}::integer * interval '1 day'
      from decision where outcome = 'ok' returning *
    )
    select decision.outcome, ${columns(sql)} from decision left join k on true left join users u on u.id = k.created_by`
  return madeOf(rows)
}

/**
 * A new key with the name, the scopes and the length of life of one that works; that one ends after the overlap. Of two
 * rotations at a time, one makes a key.
 */
export async function rotateApiKey(
  sql: Sql,
  key: KeyChange & NewSecret & { id: string; overlapHours: number },
): Promise<Made> {
  const rows = await sql<({ outcome: KeyOutcome } & ApiKeyRow)[]>`
    with locked as materialized (
      select * from api_keys where id = ${key.id} and account_id = ${key.accountId} for update
    ), decision as (
      select case when m.role is null then 'NOT_A_MEMBER'
        when m.role <> all (${key.managers}::text[]) then 'PERMISSION_DENIED'
        when k.id is null or ${isOver(sql)} then 'API_KEY_NOT_FOUND'
        when k.replaced_by is not null then 'BUSINESS_RULE'
        else 'ok' end as outcome
      from (values (true)) one (row) left join locked k on true
        left join memberships m on m.account_id = ${key.accountId} and m.user_id = ${key.userId}
    ), k as (
      insert into api_keys (account_id, name, secret_hash, hint, scopes, created_by, expires_at)
      select account_id, name, ${key.hash}, ${key.hint}, scopes, ${key.userId}, now() + (expires_at - created_at)
      from locked where (select outcome from decision) = 'ok' returning *
    ), ended as (
      update api_keys o set replaced_by = k.id,
        expires_at = least(o.expires_at, now() + ${key.overlapHours}::integer * interval '1 hour')
      from k where o.id = ${key.id}
    )
    select decision.outcome, ${columns(sql)} from decision left join k on true left join users u on u.id = k.created_by`
  return madeOf(rows)
}

function madeOf(rows: ({ outcome: KeyOutcome } & ApiKeyRow)[]): Made {
  const { outcome, ...row } = onlyRow(rows)
  return outcome === 'ok' ? { outcome, key: toApiKey(row) } : { outcome, key: null }
}

/** Ends a key at once, with the sessions that it issued. One that has ended already is no error. */
export async function endApiKey(tx: Tx, key: KeyChange & { id: string }): Promise<KeyOutcome> {
  const rows = await tx<{ outcome: KeyOutcome }[]>`
    with decision as (
      select case when m.role is null then 'NOT_A_MEMBER'
        when m.role <> all (${key.managers}::text[]) then 'PERMISSION_DENIED'
        when k.id is null then 'API_KEY_NOT_FOUND' else 'ok' end as outcome
      from (values (true)) one (row)
        left join api_keys k on k.id = ${key.id} and k.account_id = ${key.accountId}
        left join memberships m on m.account_id = ${key.accountId} and m.user_id = ${key.userId}
    ), ended as (
      update api_keys set revoked_at = coalesce(revoked_at, now())
      where id = ${key.id} and (select outcome from decision) = 'ok'
    ), revoked as (
      update cross_app_sessions set revoked_at = now()
      where api_key_id = ${key.id} and revoked_at is null and (select outcome from decision) = 'ok'
    )
    select outcome from decision`
  return onlyRow(rows).outcome
}
