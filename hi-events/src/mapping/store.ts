import type { Sql } from '@tuvens/platform/db/db'
import { deleteBatch, inBatches } from '@tuvens/platform/db/delete-batches'
import type { Account, StoredCredential } from './account.ts'

/** Ids are `bigint`, which the driver returns as text; as `float8` they are numbers. */
function select(sql: Sql) {
  return sql`
    select tuvens_account_id::float8 as id, name, tenant_key as "tenantKey", login_email as "loginEmail", credential,
      credential_kind as "credentialKind", credential_user_id::text as "credentialUserId", hi_user_id::float8 as "hiUserId", hi_account_id::float8 as "hiAccountId", hi_role as "hiRole",
      needs_search as "needsSearch",
      organizer_id::float8 as "organizerId", webhook_id::float8 as "webhookId", webhook_secret as "webhookSecret",
      webhook_repaired_at as "webhookRepairedAt"
    from accounts`
}

/** The account of a Tuvens account id. */
export async function findAccount(sql: Sql, id: number): Promise<Account | undefined> {
  const [account] = await sql<Account[]>`${select(sql)} where tuvens_account_id = ${id}`
  return account
}

/** The account a native webhook's path names. */
export async function findAccountByTenant(sql: Sql, tenantKey: string): Promise<Account | undefined> {
  const [account] = await sql<Account[]>`${select(sql)} where tenant_key = ${tenantKey}`
  return account
}

/** An account before its login is made. */
type NewAccount = {
  id: number
  name: string
  tenantKey: string
  loginEmail: string
  credential: StoredCredential
}

/** Leaves an existing row as it is: its credential may already be in use. */
export async function insertAccount(sql: Sql, account: NewAccount): Promise<void> {
  await sql`
    insert into accounts (tuvens_account_id, name, tenant_key, login_email, credential, credential_kind)
    values (${account.id}, ${account.name}, ${account.tenantKey}, ${account.loginEmail}, ${account.credential.sealed},
      ${account.credential.kind})
    on conflict (tuvens_account_id) do nothing`
}

/** Whether another account of ours already signs in with this e-mail address. */
export async function isLoginEmailOurs(sql: Sql, email: string, exceptId: number): Promise<boolean> {
  const [row] = await sql`
    select 1 from accounts
    where lower(login_email) = lower(${email}) and tuvens_account_id <> ${exceptId} and hi_account_id is not null`
  return row !== undefined
}

/** A login to store; `credential` is null when tokens are signed here. */
export type Login = {
  email: string
  credential: StoredCredential | null
  hiUserId: number
  hiAccountId: number
  hiRole: string
  /** We made it. */
  isGenerated: boolean
  /** The id of the key that made its password; null when it may be an older one, or the password is not ours. */
  passwordKey: Buffer | null
  /** It was registered just now: nothing stands there yet. */
  isNew: boolean
}

/** A user that we made stays one, also when somebody signs in to it. @throws unique violation when another Tuvens account has this Hi.Events account */
export async function saveLogin(sql: Sql, id: number, login: Login): Promise<void> {
  await sql`
    update accounts set login_email = ${login.email}, credential = ${login.credential?.sealed ?? null},
      credential_kind = ${login.credential?.kind ?? null}, credential_user_id = ${login.credential?.userId ?? null},
      renewing_until = null,
      password_key = ${login.passwordKey},
      is_generated = ${login.isGenerated} or (is_generated and hi_user_id = ${login.hiUserId}),
      hi_user_id = ${login.hiUserId}, hi_account_id = ${login.hiAccountId}, hi_role = ${login.hiRole},
      needs_search = ${!login.isNew} and (needs_search or hi_account_id is distinct from ${login.hiAccountId}),
      organizer_id = case when hi_account_id is null or hi_account_id = ${login.hiAccountId} then organizer_id end,
      webhook_id = case when hi_account_id is null or hi_account_id = ${login.hiAccountId} then webhook_id end,
      webhook_secret = case when hi_account_id is null or hi_account_id = ${login.hiAccountId} then webhook_secret end
    where tuvens_account_id = ${id}`
}

/** Whether we made this user of the ticket system. */
export async function isGeneratedUser(sql: Sql, hiUserId: number): Promise<boolean> {
  const rows = await sql`select from accounts where hi_user_id = ${hiUserId} and is_generated`
  return rows.length > 0
}

/** What is stored of an account's login. */
export async function findCredential(
  sql: Sql,
  id: number,
): Promise<Pick<Account, 'credential' | 'credentialKind'> | undefined> {
  const [row] = await sql<Pick<Account, 'credential' | 'credentialKind'>[]>`
    select credential, credential_kind as "credentialKind" from accounts where tuvens_account_id = ${id}`
  return row
}

/** How long another attempt waits: for a node that died, and after the ticket system refused one. */
const RENEWAL_SECONDS = 600

/** Claims the renewal of this very token. @returns whether the caller has to make it */
export async function claimTokenRenewal(sql: Sql, id: number, sealed: Buffer): Promise<boolean> {
  const { count } = await sql`
    update accounts set renewing_until = now() + ${RENEWAL_SECONDS}::integer * interval '1 second'
    where tuvens_account_id = ${id} and credential = ${sealed}
      and (renewing_until is null or renewing_until < now())`
  return count === 1
}

/** Replaces a token by the new one. */
export async function replaceToken(
  sql: Sql,
  id: number,
  { before, after }: { before: Buffer; after: Buffer },
): Promise<void> {
  await sql`
    update accounts set credential = ${after}, renewing_until = null
    where tuvens_account_id = ${id} and credential = ${before} and credential_kind = 'token'`
}

/** Replaces a kept password by a token; null removes it. */
export async function replacePassword(sql: Sql, id: number, sealedToken: Buffer | null): Promise<void> {
  await sql`
    update accounts set credential = ${sealedToken}, credential_kind = ${sealedToken === null ? null : 'token'},
      renewing_until = null
    where tuvens_account_id = ${id} and credential_kind = 'kept-password'`
}

/** Removes what people left of the logins of all accounts. */
export async function removePeoplesCredentials(sql: Sql): Promise<void> {
  await sql`
    update accounts set credential = null, credential_kind = null, renewing_until = null
    where credential_kind in ('kept-password', 'token')`
}

/** What the Hi.Events account holds is known by now, but for organizer and webhook, which are searched for when they are missing. */
export async function markSearched(sql: Sql, id: number): Promise<void> {
  await sql`
    update accounts set needs_search = false, was_organizer_attempted = true, was_webhook_attempted = true
    where tuvens_account_id = ${id}`
}

/** Notes that the organizer is created now. @returns whether it may exist already */
export async function beginOrganizer(sql: Sql, id: number): Promise<boolean> {
  const [row] = await sql<{ mayExist: boolean }[]>`
    with before as (
      select needs_search or was_organizer_attempted as may_exist from accounts where tuvens_account_id = ${id} for update)
    update accounts set was_organizer_attempted = true from before where tuvens_account_id = ${id}
    returning before.may_exist as "mayExist"`
  return row?.mayExist ?? true
}

/** Notes that the webhook is created now. @returns whether it may exist already */
export async function beginWebhook(sql: Sql, id: number): Promise<boolean> {
  const [row] = await sql<{ mayExist: boolean }[]>`
    with before as (
      select needs_search or was_webhook_attempted as may_exist from accounts where tuvens_account_id = ${id} for update)
    update accounts set was_webhook_attempted = true from before where tuvens_account_id = ${id}
    returning before.may_exist as "mayExist"`
  return row?.mayExist ?? true
}

/** Sets the organizer, to null when it was deleted in Hi.Events. A webhook of another organizer is no longer ours. */
export async function saveOrganizer(sql: Sql, id: number, organizerId: number | null): Promise<void> {
  await sql`
    update accounts set organizer_id = ${organizerId},
      webhook_id = case when ${organizerId}::bigint is null then webhook_id end,
      webhook_secret = case when ${organizerId}::bigint is null then webhook_secret end
    where tuvens_account_id = ${id}`
}

/** Sets the webhook; `secret` is sealed. */
export async function saveWebhook(
  sql: Sql,
  id: number,
  webhook: { id: number; secret: Buffer },
): Promise<void> {
  await sql`
    update accounts set webhook_id = ${webhook.id}, webhook_secret = ${webhook.secret}, webhook_error = null,
      webhook_checked_at = now()
    where tuvens_account_id = ${id}`
}

/** What is wrong with the webhook, in words for a person; null when it works. */
export async function saveWebhookError(sql: Sql, id: number, words: string | null): Promise<void> {
  await sql`update accounts set webhook_error = ${words} where tuvens_account_id = ${id}`
}

/** A webhook that somebody had paused was switched on again. */
export async function markWebhookSwitchedOn(sql: Sql, id: number): Promise<void> {
  await sql`update accounts set webhook_repaired_at = now() where tuvens_account_id = ${id}`
}

/** Claims the check of an account's webhook, at most once in `ms` milliseconds. @returns whether the caller has to make it */
export async function claimWebhookCheck(sql: Sql, id: number, ms: number): Promise<boolean> {
  const { count } = await sql`
    update accounts set webhook_checked_at = now()
    where tuvens_account_id = ${id} and organizer_id is not null
      and (webhook_checked_at is null or webhook_checked_at < now() - ${ms} * interval '1 millisecond')`
  return count === 1
}

/** Accounts whose Hi.Events login is known. */
export async function listAccountsWithLogin(sql: Sql): Promise<Account[]> {
  return sql<Account[]>`${select(sql)} where hi_account_id is not null order by tuvens_account_id`
}

/** An account's encrypted secrets. */
export type SealedSecrets = { id: number; credential: Buffer | null; webhookSecret: Buffer | null }

/** Accounts with a secret that was sealed with another key than this one. */
export async function listSealedWithOtherKeys(sql: Sql, keyId: Buffer): Promise<SealedSecrets[]> {
  return sql<SealedSecrets[]>`
    select tuvens_account_id::float8 as id, credential, webhook_secret as "webhookSecret" from accounts
    where substring(credential from 2 for 4) <> ${keyId} or substring(webhook_secret from 2 for 4) <> ${keyId}`
}

/** Replaces secrets by newly sealed ones, unless they have changed meanwhile. */
export async function replaceSealed(
  sql: Sql,
  id: number,
  { before, after }: { before: Omit<SealedSecrets, 'id'>; after: Omit<SealedSecrets, 'id'> },
): Promise<void> {
  await sql`
    update accounts set credential = ${after.credential}, webhook_secret = ${after.webhookSecret}
    where tuvens_account_id = ${id} and credential is not distinct from ${before.credential}
      and webhook_secret is not distinct from ${before.webhookSecret}`
}

/** Accounts whose login we made with the password of another key than this one. */
export async function listDuePasswords(sql: Sql, keyId: Buffer, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select tuvens_account_id::float8 as id from accounts
    where is_generated and hi_account_id is not null and password_key is distinct from ${keyId}
      and coalesce(credential_kind, 'generated-password') = 'generated-password'
    order by tuvens_account_id limit ${limit}`
  return rows.map((row) => row.id)
}

/** The login's password is that of this key, or there is none of ours; `sealed` replaces a stored one. */
export async function savePasswordKey(
  sql: Sql,
  id: number,
  { keyId, sealed }: { keyId: Buffer; sealed: Buffer | null },
): Promise<void> {
  await sql`
    update accounts set password_key = ${keyId},
      credential = case when credential_kind = 'generated-password' then coalesce(${sealed}::bytea, credential) else credential end
    where tuvens_account_id = ${id}`
}

/** A user's permissions in one account. */
type Membership = {
  userId: string
  name: string
  email: string
  accountId: number
  permissions: string[]
}

/** Writes a user and their membership; the last write wins. */
export async function upsertMembership(sql: Sql, member: Membership): Promise<void> {
  await sql`
    with member as (
      insert into users (tuvens_user_id, name, email) values (${member.userId}, ${member.name}, ${member.email})
      on conflict (tuvens_user_id) do update set name = excluded.name, email = excluded.email, seen_at = now()
      returning tuvens_user_id)
    insert into memberships (tuvens_user_id, tuvens_account_id, permissions)
    select tuvens_user_id, ${member.accountId}, ${member.permissions} from member
    on conflict (tuvens_user_id, tuvens_account_id)
    do update set permissions = excluded.permissions, synced_at = now()`
}

/** Deletes users who have not landed for so many days, with their memberships. */
export function deleteUnseenUsers(sql: Sql, days: number): Promise<number> {
  const where = sql`seen_at < now() - ${days}::integer * interval '1 day'`
  return inBatches(() => deleteBatch(sql, { table: 'users', key: 'tuvens_user_id', where }))
}

/** Updates the account's name. */
export async function renameAccount(sql: Sql, id: number, name: string): Promise<void> {
  await sql`update accounts set name = ${name} where tuvens_account_id = ${id} and name <> ${name}`
}
