import type { Sql } from '@tuvens/platform/db/db'
import { insertOneTimeToken } from '../base/one-time-token.ts'
import { type MailRow, setInvitationSecret } from './store.ts'

/** Minutes for which the link of a mail works. */
const MINUTES = { verify_email: 24 * 60, reset_password: 60, change_email: 24 * 60 } as const

/** Stores the hash of the secret that a mail will carry. */
export async function insertMailSecret(sql: Sql, mail: MailRow, hash: Buffer): Promise<void> {
  if (mail.invitation_id !== null) return setInvitationSecret(sql, mail.invitation_id, hash)
  const { kind, user_id: userId, recipient: email } = mail
  if (kind !== 'verify_email' && kind !== 'reset_password' && kind !== 'change_email') return
  await insertOneTimeToken(sql, { hash, purpose: kind, userId, email, minutes: MINUTES[kind] })
}
