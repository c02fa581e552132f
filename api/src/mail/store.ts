import type { Sql } from '@tuvens/platform/db/db'
import type { ShownMail } from '@tuvens/contract'

export type MailKind =
  | 'verify_email'
  | 'reset_password'
  | 'change_email'
  | 'email_changed'
  | 'password_changed'
  | 'sign_in_method_changed'
  | 'invitation'
  | 'removed'
  | 'role_changed'
  | 'handed_over'
  | 'user_deleted'
  | 'session_misused'
  | 'flag_rolled_back'
  | 'webhook_endpoint_disabled'
  | 'complaint_filed'

/** How the way in which somebody signs in was changed. */
export type SignInChange = 'twoStepOn' | 'twoStepOff' | 'newRecoveryCodes' | 'passkeyAdded' | 'passkeyRemoved'

/** What a mail is about. None of it is a secret: a secret is made when the mail is written. */
export type MailData = {
  name?: string
  account?: string
  by?: string
  role?: string
  what?: string
  /** Of `sign_in_method_changed`. */
  change?: SignInChange
  /** The language of the mail when no user has one: of the request, or of a user who is deleted. */
  language?: string
  /** Of `session_misused`: the title of the event, when it happened (ISO 8601), the error code of the misuse. */
  event?: string
  at?: string
  reason?: string
  /** Of `verify_email`: the page of the site that the link leads on to. */
  next?: string
  /** Whether people sign in here, not at an outside issuer. */
  hasOwnAccounts?: boolean
}
export type NewMail = {
  kind: MailKind
  recipient: string
  userId?: string
  invitationId?: string
  data?: MailData
}
export type MailRow = {
  id: string
  kind: MailKind
  recipient: string
  user_id: string | null
  invitation_id: string | null
  data: MailData
  /** That of its reader; null when it is not known. */
  language: string | null
  attempts: number
}

export async function insertMail(sql: Sql, mail: NewMail): Promise<void> {
  await sql`
    insert into mails (kind, recipient, user_id, invitation_id, data)
    values (${mail.kind}, ${mail.recipient}, ${mail.userId ?? null}, ${mail.invitationId ?? null}, ${sql.json(mail.data ?? {})})`
}

/**
 * Claims due mails for a time. Those of a process that dies become due again then. An invitation to somebody who has no
 * user yet is in the language of the inviter.
 */
export async function claimDueMails(sql: Sql, limit: number, claimMs: number): Promise<MailRow[]> {
  return sql<MailRow[]>`
    update mails set due_at = now() + ${claimMs}::integer * interval '1 millisecond', attempts = attempts + 1
    where id in (
      select id from mails where sent_at is null and given_up_at is null and due_at <= now()
      order by due_at limit ${limit} for update skip locked)
    returning id, kind, recipient, user_id, invitation_id, data, attempts, coalesce(
      (select language from users where id = mails.user_id),
      data ->> 'language',
      (select language from users
        where mails.invitation_id is not null and lower(email) = lower(recipient) and password_hash is not null),
      (select u.language from invitations i join users u on u.id = i.invited_by where i.id = mails.invitation_id)
    ) as language`
}

type SentMail = { id: string; shown: { subject: string; text: string } | null }

export async function markSent(sql: Sql, { id, shown }: SentMail): Promise<void> {
  await sql`
    update mails set sent_at = now(), failure = null, shown = ${shown === null ? null : sql.json(shown)}
    where id = ${id}`
}

export async function markFailed(sql: Sql, id: string, failure: string, pauseMs: number): Promise<void> {
  await sql`
    update mails set due_at = now() + ${pauseMs}::integer * interval '1 millisecond', failure = ${failure}
    where id = ${id}`
}

export async function giveUp(sql: Sql, id: string, failure: string): Promise<void> {
  await sql`update mails set given_up_at = now(), failure = ${failure} where id = ${id}`
}

/** Stores the secret of an invitation whose mail is being written; the one before stops working. */
export async function setInvitationSecret(sql: Sql, id: string, hash: Buffer): Promise<void> {
  await sql`update invitations set token_hash = ${hash} where id = ${id}`
}

/** The mails to one address that are shown instead of sent. */
export async function listShownMails(sql: Sql, address: string): Promise<ShownMail[]> {
  const rows = await sql<(Omit<ShownMail, 'created_at'> & { created_at: Date })[]>`
    select id, recipient, shown ->> 'subject' as subject, shown ->> 'text' as text, created_at from mails
    where lower(recipient) = lower(${address}) and shown is not null
    order by id desc limit 50`
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}
