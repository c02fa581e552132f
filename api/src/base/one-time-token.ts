import type { Sql } from '@tuvens/platform/db/db'

export type Purpose =
  | 'verify_email'
  | 'reset_password'
  | 'change_email'
  | 'second_factor'
  | 'add_passkey'
  | 'use_passkey'

type NewOneTimeToken = {
  hash: Buffer
  purpose: Purpose
  userId: string | null
  email?: string
  minutes: number
}

export async function insertOneTimeToken(sql: Sql, token: NewOneTimeToken): Promise<void> {
  await sql`
    insert into one_time_tokens (token_hash, purpose, user_id, email, expires_at)
    values (${token.hash}, ${token.purpose}, ${token.userId}, ${token.email ?? null},
      now() + ${token.minutes}::integer * interval '1 minute')`
}

export type OneTimeUse = { hash: Buffer; purpose: Purpose; userId?: string }
type UsedToken = { user_id: string | null; email: string | null }

/** Uses a token up; undefined when it cannot be used any more, or belongs to another user. */
export async function useOneTimeToken(sql: Sql, use: OneTimeUse): Promise<UsedToken | undefined> {
  const [row] = await sql<UsedToken[]>`
    delete from one_time_tokens
    where token_hash = ${use.hash} and purpose = ${use.purpose} and expires_at > clock_timestamp()
      and (${use.userId ?? null}::bigint is null or user_id = ${use.userId ?? null})
    returning user_id, email`
  return row
}

/** Finds the user of a token without using it. */
export async function findOneTimeToken(sql: Sql, use: OneTimeUse): Promise<UsedToken | undefined> {
  const [row] = await sql<UsedToken[]>`
    select user_id, email from one_time_tokens
    where token_hash = ${use.hash} and purpose = ${use.purpose} and expires_at > clock_timestamp()`
  return row
}
