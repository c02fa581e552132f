import type { Db, Sql } from '@tuvens/platform/db/db'
import type { IdentityRow } from '../auth/store.ts'
import type { SignInChange } from '../mail/store.ts'

export type FactorRow = IdentityRow & { totp_secret: Buffer | null; is_on: boolean }

export async function findFactor(sql: Sql, userId: string): Promise<FactorRow | undefined> {
  const [row] = await sql<FactorRow[]>`
    select id, email, name, totp_secret, second_factor_at is not null as is_on from users where id = ${userId}`
  return row
}

/** Stores a secret that does not count yet. One that is in use stays. */
export async function storePendingSecret(sql: Sql, userId: string, sealed: Buffer): Promise<boolean> {
  const result = await sql`
    update users set totp_secret = ${sealed}, totp_step = null where id = ${userId} and second_factor_at is null`
  return result.count === 1
}

/** Uses a code's step up: false when it or a later one was used before. */
export async function useTotpStep(sql: Sql, userId: string, step: number): Promise<boolean> {
  const result = await sql`
    update users set totp_step = ${step} where id = ${userId} and (totp_step is null or totp_step < ${step})`
  return result.count === 1
}

/** Turns two-step sign-in on with the pending secret, replaces the recovery codes, and tells by mail. */
export async function turnOn(sql: Sql, userId: string, codeHashes: string[]): Promise<boolean> {
  const rows = await sql`
    with turned as (
      update users set second_factor_at = now()
      where id = ${userId} and second_factor_at is null and totp_secret is not null
      returning id, email
    ), old as (
      delete from recovery_codes where user_id in (select id from turned)
        and code_hash <> all (select decode(unnest(${codeHashes}::text[]), 'hex'))
    ), codes as (
      insert into recovery_codes (user_id, code_hash)
      select id, decode(hash, 'hex') from turned cross join unnest(${codeHashes}::text[]) hash
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'sign_in_method_changed', email, id,
        jsonb_build_object('change', ${'twoStepOn' satisfies SignInChange}::text) from turned
    )
    select id from turned`
  return rows.length === 1
}

export async function turnOff(sql: Sql, userId: string): Promise<void> {
  await sql`
    with before as (
      select id, email, second_factor_at from users where id = ${userId}
    ), turned as (
      update users set second_factor_at = null, totp_secret = null, totp_step = null where id = ${userId}
    ), codes as (
      delete from recovery_codes where user_id = ${userId}
    )
    insert into mails (kind, recipient, user_id, data)
    select 'sign_in_method_changed', email, id,
      jsonb_build_object('change', ${'twoStepOff' satisfies SignInChange}::text)
    from before where second_factor_at is not null`
}

/** Replaces all recovery codes of a user who has two-step sign-in, and tells by mail. */
export async function replaceRecoveryCodes(db: Db, userId: string, codeHashes: string[]): Promise<boolean> {
  return db.begin(async (sql) => {
    // A second call waits here, and then sees the codes of the first, which it deletes.
    const owners = await sql`
      select id from users where id = ${userId} and second_factor_at is not null for update`
    if (owners.length === 0) return false
    await sql`delete from recovery_codes where user_id = ${userId}`
    await sql`
      with codes as (
        insert into recovery_codes (user_id, code_hash)
        select ${userId}, decode(hash, 'hex') from unnest(${codeHashes}::text[]) hash
      )
      insert into mails (kind, recipient, user_id, data)
      select 'sign_in_method_changed', email, id,
        jsonb_build_object('change', ${'newRecoveryCodes' satisfies SignInChange}::text)
      from users where id = ${userId}`
    return true
  })
}

/** Uses a recovery code up. */
export async function useRecoveryCode(sql: Sql, userId: string, hash: Buffer): Promise<boolean> {
  const result = await sql`delete from recovery_codes where user_id = ${userId} and code_hash = ${hash}`
  return result.count === 1
}

/** Counts a wrong code; the token of the second step ends with the fifth. */
export async function countFailure(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql`
    update one_time_tokens set failures = failures + 1,
      expires_at = case when failures >= 4 then now() else expires_at end
    where token_hash = ${tokenHash}`
}

/** Encrypted secrets of authenticator apps, in the order of the users. */
export async function listTotpSecrets(
  sql: Sql,
  { after, limit }: { after: string; limit: number },
): Promise<{ id: string; sealed: Buffer }[]> {
  return sql<{ id: string; sealed: Buffer }[]>`
    select id, totp_secret as sealed from users where totp_secret is not null and id > ${after} order by users.id limit ${limit}`
}

/** Unless it was changed meanwhile. */
export async function replaceTotpSecret(
  sql: Sql,
  id: string,
  { before, after }: { before: Buffer; after: Buffer },
): Promise<void> {
  await sql`update users set totp_secret = ${after} where id = ${id} and totp_secret = ${before}`
}
