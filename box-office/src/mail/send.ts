import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { claimDueMails, giveUp, type MailRow, markFailed, markSent } from './store.ts'

type SendContext = { db: Db; clock: Clock; log: Log }
export type MailSettings = { smtpUrl: string; from: string; pollMs?: number }
export type MailSender = {
  /** Sends the mails that are due. @returns the number sent */
  sweep: () => Promise<number>
  stop: () => Promise<void>
}

const POLL_MS = 2_000
const BATCH = 10
const CLAIM_MS = 120_000
/** Pauses after each failure; a mail that fails after the last pause is not sent again. */
const PAUSES_MS = [30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000]

/**
 * Sends queued mails by SMTP, each at least once and by one process at a time. A 5xx reply of the server is final;
 * every other failure is retried.
 */
export function startSending(
  context: SendContext,
  { smtpUrl, from, pollMs = POLL_MS }: MailSettings,
): MailSender {
  const transport = createTransport(smtpUrl, { from, disableFileAccess: true, disableUrlAccess: true })
  const sweep = () => sendDue(context, (mail) => transport.sendMail(messageOf(mail)))
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(sweep).then(
      () => undefined,
      (error: unknown) => context.log.error({ err: error }, 'mails could not be read'),
    )
  }, pollMs)
  const stop = async () => {
    clearInterval(timer)
    await running
    transport.close()
  }
  return { sweep, stop }
}

async function sendDue(context: SendContext, deliver: (mail: MailRow) => Promise<unknown>): Promise<number> {
  const now = context.clock.now()
  const mails = await claimDueMails(context.db, {
    now: new Date(now),
    until: new Date(now + CLAIM_MS),
    limit: BATCH,
  })
  const outcomes = await Promise.all(mails.map((mail) => sendOne(context, mail, deliver)))
  return outcomes.filter((sent) => sent).length
}

async function sendOne(
  { db, clock, log }: SendContext,
  mail: MailRow,
  deliver: (mail: MailRow) => Promise<unknown>,
): Promise<boolean> {
  try {
    await deliver(mail)
    await markSent(db, { id: mail.id, at: new Date(clock.now()) })
    return true
  } catch (error) {
    const failure = describe(error)
    const pause = isFinal(error) ? undefined : PAUSES_MS[mail.attempts - 1]
    log.warn(
      { mail: mail.id, attempts: mail.attempts, failure, final: pause === undefined },
      'a mail was not sent',
    )
    const at = new Date(clock.now() + (pause ?? 0))
    await (pause === undefined
      ? giveUp(db, { id: mail.id, failure, at })
      : markFailed(db, { id: mail.id, failure, dueAt: at }))
    return false
  }
}

function messageOf(mail: MailRow): SendMailOptions {
  return {
    to: { name: '', address: mail.recipient },
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: mail.attachments.map(({ filename, contentType, content, cid }) => ({
      filename,
      contentType,
      content,
      encoding: 'base64',
      ...(cid === undefined ? {} : { cid, contentDisposition: 'inline' as const }),
    })),
  }
}

/** The error code and the reply code. The server's text is left out: it may quote e-mail addresses. */
function describe(error: unknown): string {
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number }
  return [code, responseCode].filter((each) => each !== undefined).join(' ')
}

function isFinal(error: unknown): boolean {
  const { responseCode = 0 } = error as { responseCode?: number }
  return responseCode >= 500 && responseCode < 600 && responseCode !== 535
}
