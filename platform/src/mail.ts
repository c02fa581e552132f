import { createTransport, type Transporter } from 'nodemailer'
import { pauseAfter } from './work.ts'

/** Address of the mail server, with its credentials, and the sender. */
export type MailServer = { smtpUrl: string; from: string }

/** How long a mail that is being sent is kept from other processes. */
export const MAIL_CLAIM_MS = 120_000
/** A mail that fails after the last pause is not sent again. */
const BACKOFF = { pausesMs: [30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000] }
const CREDENTIALS_REFUSED = 535

/** Sends by SMTP. Mails can name neither files nor addresses to load. */
export function createMailTransport({ smtpUrl, from }: MailServer): Transporter {
  return createTransport(smtpUrl, { from, disableFileAccess: true, disableUrlAccess: true })
}

/** Milliseconds until a mail is tried again, or null: a 5xx reply of the server is final. */
export function pauseAfterMail(attempts: number, error: unknown): number | null {
  return isFinal(error) ? null : pauseAfter(BACKOFF, attempts)
}

/** The error code and the reply code. The server's text is left out: it may quote e-mail addresses. */
export function mailFailureOf(error: unknown): string {
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number }
  return [code, responseCode].filter((each) => each !== undefined).join(' ')
}

function isFinal(error: unknown): boolean {
  const { responseCode = 0 } = error as { responseCode?: number }
  return responseCode >= 500 && responseCode < 600 && responseCode !== CREDENTIALS_REFUSED
}
