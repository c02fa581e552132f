import type { Sql } from '@tuvens/platform/db/db'

type EndedSignIn = { cookieHash: Buffer; expiresAt: Date }

/** Refuses a cookie from now on. Those that have expired by themselves are forgotten. */
export async function insertSignOut(sql: Sql, { cookieHash, expiresAt }: EndedSignIn): Promise<void> {
  await sql`
    with expired as (delete from operator_sign_outs where expires_at < now() - interval '1 hour')
    insert into operator_sign_outs (cookie_hash, expires_at) values (${cookieHash}, ${expiresAt})
    on conflict do nothing`
}

export async function isSignedOut(sql: Sql, cookieHash: Buffer): Promise<boolean> {
  const rows = await sql`select 1 from operator_sign_outs where cookie_hash = ${cookieHash}`
  return rows.length > 0
}
