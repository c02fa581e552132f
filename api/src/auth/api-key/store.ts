import type { ApiScope } from '@tuvens/contract'
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
