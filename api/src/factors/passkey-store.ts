import type { Passkey } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { IdentityRow } from '../auth/store.ts'
import type { SignInChange } from '../mail/store.ts'

type PasskeyTimes = { created_at: Date; last_used_at: Date | null }

export async function listPasskeys(sql: Sql, userId: string): Promise<Passkey[]> {
  const rows = await sql<(Omit<Passkey, keyof PasskeyTimes> & PasskeyTimes)[]>`
    select id, name, created_at, last_used_at from passkeys where user_id = ${userId} order by created_at`
  return rows.map(({ created_at, last_used_at, ...row }) => ({
    ...row,
    created_at: created_at.toISOString(),
    last_used_at: last_used_at?.toISOString() ?? null,
  }))
}

export async function listCredentialIds(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql<{ credential_id: string }[]>`
    select credential_id from passkeys where user_id = ${userId}`
  return rows.map((row) => row.credential_id)
}

export type NewPasskey = {
  userId: string
  name: string
  credentialId: string
  publicKey: Buffer
  counter: number
  transports: string[]
}

/** Stores a passkey and tells by mail; undefined when the credential is known already. */
export async function insertPasskey(sql: Sql, passkey: NewPasskey): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    with added as (
      insert into passkeys (user_id, name, credential_id, public_key, counter, transports)
      values (${passkey.userId}, ${passkey.name}, ${passkey.credentialId}, ${passkey.publicKey}, ${passkey.counter},
        ${passkey.transports})
      on conflict (credential_id) do nothing
      returning id, user_id
    ), told as (
      insert into mails (kind, recipient, user_id, data)
      select 'sign_in_method_changed', u.email, u.id,
        jsonb_build_object('change', ${'passkeyAdded' satisfies SignInChange}::text)
      from added join users u on u.id = added.user_id
    )
    select id from added`
  return row?.id
}

/** Deletes a passkey and tells by mail. False when the user has none of this id. */
export async function deletePasskey(sql: Sql, userId: string, id: string): Promise<boolean> {
  const result = await sql`
    with gone as (
      delete from passkeys where id = ${id} and user_id = ${userId} returning user_id
    )
    insert into mails (kind, recipient, user_id, data)
    select 'sign_in_method_changed', u.email, u.id,
      jsonb_build_object('change', ${'passkeyRemoved' satisfies SignInChange}::text)
    from gone join users u on u.id = gone.user_id`
  return result.count === 1
}

export type StoredPasskey = IdentityRow & {
  passkey_id: string
  credential_id: string
  public_key: Buffer
  counter: string
}

export async function findPasskey(sql: Sql, credentialId: string): Promise<StoredPasskey | undefined> {
  const [row] = await sql<StoredPasskey[]>`
    select u.id, u.email, u.name, p.id as passkey_id, p.credential_id, p.public_key, p.counter
    from passkeys p join users u on u.id = p.user_id where p.credential_id = ${credentialId}`
  return row
}

/** Stores the counter of a use. False when it did not rise, as with a copied authenticator (WebAuthn 6.1.1). */
export async function usePasskey(sql: Sql, id: string, counter: number): Promise<boolean> {
  const result = await sql`
    update passkeys set counter = ${counter}, last_used_at = now()
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0))`
  return result.count === 1
}
