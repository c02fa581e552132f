import type { Sql } from '@tuvens/platform/db/db'

export type Attachment = {
  filename: string
  contentType: string
  /** base64 */
  content: string
  /** Set for an image that the HTML part shows as `cid:…`. */
  cid?: string
}
export type NewMail = {
  account_id: number
  /** E.g. `order.completed:o_abc`. A recipient gets one mail per cause. */
  cause: string
  recipient: string
  subject: string
  html: string
  text: string
  attachments: Attachment[]
}
export type MailRow = NewMail & { id: number; created_at: Date; sent_at: Date | null; attempts: number }
export type MailLine = Pick<MailRow, 'id' | 'recipient' | 'subject' | 'created_at'>

export async function insertMail(sql: Sql, mail: NewMail): Promise<void> {
  await sql`
    insert into mails (account_id, cause, recipient, subject, html, text, attachments)
    values (${mail.account_id}, ${mail.cause}, ${mail.recipient}, ${mail.subject}, ${mail.html}, ${mail.text},
      ${sql.json(mail.attachments)})
    on conflict (cause, recipient) do nothing`
}

/** Claims due mails until `until`. Those of a process that dies become due again then. */
export async function claimDueMails(
  sql: Sql,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<MailRow[]> {
  return sql<MailRow[]>`
    update mails set due_at = ${until}, attempts = attempts + 1
    where id in (
      select id from mails where sent_at is null and given_up_at is null and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked)
    returning id, account_id, cause, recipient, subject, html, text, attachments, created_at, sent_at, attempts`
}

export async function markSent(sql: Sql, { id, at }: { id: number; at: Date }): Promise<void> {
  await sql`update mails set sent_at = ${at}, failure = null where id = ${id}`
}

export async function markFailed(
  sql: Sql,
  { id, failure, dueAt }: { id: number; failure: string; dueAt: Date },
): Promise<void> {
  await sql`update mails set due_at = ${dueAt}, failure = ${failure} where id = ${id}`
}

export async function giveUp(
  sql: Sql,
  { id, failure, at }: { id: number; failure: string; at: Date },
): Promise<void> {
  await sql`update mails set given_up_at = ${at}, failure = ${failure} where id = ${id}`
}

/** Mails of an account, or, without one, to one address; the newest first. */
export async function listMails(
  sql: Sql,
  { accountId, recipient }: { accountId: number | null; recipient: string | null },
): Promise<MailLine[]> {
  return sql<MailLine[]>`
    select id, recipient, subject, created_at from mails
    where (${accountId}::integer is null or account_id = ${accountId})
      and (${recipient}::text is null or lower(recipient) = lower(${recipient}))
    order by id desc limit 100`
}

export async function findMail(sql: Sql, id: number): Promise<MailRow | undefined> {
  const [row] = await sql<MailRow[]>`
    select id, account_id, cause, recipient, subject, html, text, attachments, created_at, sent_at, attempts
    from mails where id = ${id}`
  return row
}
