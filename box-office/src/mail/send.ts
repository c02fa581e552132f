import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'
import { createMailTransport, MAIL_CLAIM_MS, mailFailureOf, pauseAfterMail } from '@tuvens/platform/mail'
import { type Loop, type QueueOptions, startQueue } from '@tuvens/platform/work'
import type { SendMailOptions, Transporter } from 'nodemailer'
import { claimDueMails, giveUp, type MailRow, markFailed, markSent } from './store.ts'

type SendContext = { db: Db; clock: Clock; log: Log }
export type MailSettings = { smtpUrl: string; from: string; pollMs?: number }

const POLL_MS = 2_000
const CONCURRENCY = 10

/** Sends queued mails by SMTP until it is stopped. */
export function startSending(context: SendContext, { pollMs = POLL_MS, ...settings }: MailSettings): Loop {
  const transport = createMailTransport(settings)
  const { stop } = startQueue({ ...mailQueue(context, transport), everyMs: pollMs })
  return { stop: () => stop().finally(() => transport.close()) }
}

/**
 * The unsent mails: each is sent at least once and by one process at a time. A 5xx reply of the server is final; every
 * other failure is retried.
 */
export function mailQueue({ db, clock, log }: SendContext, transport: Transporter): QueueOptions<MailRow> {
  const after = (ms: number) => new Date(clock.now() + ms)
  return {
    name: 'mails',
    concurrency: CONCURRENCY,
    log,
    claim: (limit) => claimDueMails(db, { now: after(0), until: after(MAIL_CLAIM_MS), limit }),
    handle: async (mail) => {
      await transport.sendMail(messageOf(mail))
      await markSent(db, { id: mail.id, at: after(0) })
    },
    pauseAfter: ({ attempts }, error) => pauseAfterMail(attempts, error),
    postpone: async ({ id, attempts }, { pauseMs, error }) => {
      const failure = mailFailureOf(error)
      log.warn({ mail: id, attempts, failure, pauseMs }, 'a mail was not sent; it is tried again')
      await markFailed(db, { id, failure, dueAt: after(pauseMs) })
    },
    deadLetter: async ({ id, attempts }, error) => {
      const failure = mailFailureOf(error)
      log.warn({ mail: id, attempts, failure }, 'a mail was not sent and is given up')
      await giveUp(db, { id, failure, at: after(0) })
    },
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
