import type { PlatformRole } from '@tuvens/contract'
import type { Sql, Tx } from '@tuvens/platform/db/db'
import { platformIssuer } from '../auth/api-key/store.ts'
import { onlyRow } from '../base/only-row.ts'
import { type CatalogueRow, eventColumns } from '../catalogue/store.ts'

/** First keys of the advisory locks per idempotency key, and per name that a platform gives. Any numbers, but the same on all nodes. */
const CALL_LOCKS = 7_303
const NAME_LOCKS = 7_304

type CallKey = { keyId: string; keyHash: Buffer }

/** Whether no other transaction is working on this call. */
export async function tryLockCall(tx: Tx, { keyId, keyHash }: CallKey): Promise<boolean> {
  const name = `${keyId} ${keyHash.toString('hex')}`
  const [row] = await tx<{ is_locked: boolean }[]>`
    select pg_try_advisory_xact_lock(${CALL_LOCKS}, hashtext(${name})) as is_locked`
  return row?.is_locked === true
}

type IdempotentCall = { request_hash: Buffer; status: 200 | 201; sealed_response: Buffer }

export async function findCall(tx: Tx, { keyId, keyHash }: CallKey): Promise<IdempotentCall | undefined> {
  const [row] = await tx<IdempotentCall[]>`
    select request_hash, status, sealed_response from idempotent_calls
    where api_key_id = ${keyId} and key_hash = ${keyHash} and created_at > now() - interval '24 hours'`
  return row
}

/** Takes the place of a record that is too old to be repeated and not deleted yet. */
export async function insertCall(
  tx: Tx,
  call: CallKey & { requestHash: Buffer; status: number; sealed: Buffer },
): Promise<void> {
  await tx`
    insert into idempotent_calls (api_key_id, key_hash, request_hash, status, sealed_response)
    values (${call.keyId}, ${call.keyHash}, ${call.requestHash}, ${call.status}, ${call.sealed})
    on conflict (api_key_id, key_hash) do update set request_hash = excluded.request_hash,
      status = excluded.status, sealed_response = excluded.sealed_response, created_at = now()`
}

/**
 * Serialises writes about one name that a platform gives to an event or a user. As the lock of an event, it is taken
 * before anything is written.
 */
export async function lockName(tx: Tx, accountId: string, name: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(${NAME_LOCKS}, hashtext(${`${accountId} ${name}`}))`
}

export type ExternalRow = CatalogueRow & { external_id: string }

export async function findExternalEvent(
  sql: Sql,
  accountId: string,
  externalId: string,
): Promise<ExternalRow | undefined> {
  const [row] = await sql<ExternalRow[]>`
    select e.external_id, ${eventColumns(sql)} from events e join accounts a on a.id = e.account_id
    where e.account_id = ${accountId} and e.external_id = ${externalId}`
  return row
}

/** The events of an account that have an id of its platform, in the order in which they were made. */
export async function listExternalEvents(
  sql: Sql,
  accountId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<ExternalRow[]> {
  return sql<ExternalRow[]>`
    select e.external_id, ${eventColumns(sql)} from events e join accounts a on a.id = e.account_id
    where e.account_id = ${accountId} and e.external_id is not null and e.id > coalesce(${after}::bigint, 0)
    order by e.id limit ${limit}`
}

export type PlatformMember = {
  accountId: string
  /** The platform's own id of its user. */
  subject: string
  email: string
  name: string
  /** The role of a new member; null keeps that of one who is there. */
  role: PlatformRole | null
  newRole: PlatformRole
}

/**
 * The user whom a platform means: a namespace of the account, so that an e-mail that a platform asserts leads to nobody
 * else. A new one becomes a member. One whom the team removed stays removed; a role that is not the platform's to give
 * (admin) is kept.
 */
export async function ensurePlatformUser(tx: Tx, member: PlatformMember): Promise<string> {
  const issuer = platformIssuer(member.accountId)
  const rows = await tx<{ user_id: string }[]>`
    with found as (
      select user_id from identities where issuer = ${issuer} and subject = ${member.subject}
    ), made as (
      insert into users (email, name)
      select ${member.email}, ${member.name} where not exists (select from found) returning id
    ), named as (
      insert into identities (issuer, subject, user_id) select ${issuer}, ${member.subject}, id from made
    ), joined as (
      insert into memberships (user_id, account_id, role, is_default)
      select id, ${member.accountId}, ${member.newRole}, true from made
    ), renamed as (
      update users set email = ${member.email}, name = ${member.name}
      where id = (select user_id from found) and (email <> ${member.email} or name <> ${member.name})
    ), changed as (
      update memberships set role = ${member.role}
      where user_id = (select user_id from found) and account_id = ${member.accountId}
        and ${member.role}::text is not null and role <> ${member.role} and role in ('editor', 'viewer')
    )
    select user_id from found union all select id from made`
  return onlyRow(rows).user_id
}
