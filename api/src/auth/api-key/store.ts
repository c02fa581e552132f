import { type ApiScope, ServiceError } from '@tuvens/contract'
import type { Sql, Tx } from '@tuvens/platform/db/db'

export type KnownApiKey = {
  id: string
  name: string
  account_id: string
  account_name: string
  scopes: ApiScope[]
  expires_at: Date | null
  state: 'valid' | 'API_KEY_REVOKED' | 'API_KEY_EXPIRED'
}

/** The key of a secret, and its use, which is written once a minute at most. Found by hash: nothing is compared character by character. */
export async function findApiKey(sql: Sql, hash: Buffer): Promise<KnownApiKey | undefined> {
  const [row] = await sql<KnownApiKey[]>`
    with found as (
      select k.*, a.name as account_name, ${stateOf(sql)} as state
      from api_keys k join accounts a on a.id = k.account_id where k.secret_hash = ${hash}
    ), used as (
      update api_keys set last_used_at = now()
      where id = (select id from found where state = 'valid')
        and (last_used_at is null or last_used_at < now() - interval '1 minute')
    )
    select id, name, account_id, account_name, scopes, expires_at, state from found`
  return row
}

function stateOf(sql: Sql) {
  return sql`case when k.revoked_at is not null then 'API_KEY_REVOKED'
    when k.expires_at <= now() then 'API_KEY_EXPIRED' else 'valid' end`
}

/** First key of the advisory locks per API key. Any number, but the same on all nodes. */
const API_KEY_LOCKS = 7_302

/** Waits for the writes that a key has begun, and keeps it from beginning others until this transaction ends. */
export async function lockApiKey(tx: Tx, id: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(${API_KEY_LOCKS}, hashtext(${id}))`
}

/**
 * Begins a write of a key, which a revocation waits for. The locks are advisory, because a lock of a row would give the
 * transaction its id before the event is locked (decisions/009).
 *
 * @throws ServiceError API_KEY_REVOKED, API_KEY_EXPIRED, API_KEY_INVALID
 */
export async function beginWrite(tx: Tx, id: string): Promise<void> {
  await tx`select pg_advisory_xact_lock_shared(${API_KEY_LOCKS}, hashtext(${id}))`
  const [row] = await tx<Pick<KnownApiKey, 'state'>[]>`
    select ${stateOf(tx)} as state from api_keys k where k.id = ${id}`
  if (row?.state !== 'valid') throw new ServiceError(row?.state ?? 'API_KEY_INVALID')
}

/** With the id of an account: the namespace of the users of its platform, in the place of an OIDC issuer. */
export const PLATFORM_ISSUER = 'urn:tuvens:account:'

/** The namespace of the users of an account's platform. */
export function platformIssuer(accountId: string): string {
  return PLATFORM_ISSUER + accountId
}

/** Whether a user is one of a platform, whose e-mail nobody verified: a part of a statement. */
export function isPlatformUser(sql: Sql, userId: ReturnType<Sql>) {
  return sql`exists (select from identities i where i.user_id = ${userId} and i.issuer like ${`${PLATFORM_ISSUER}%`})`
}
