import { isLoopbackName } from '@tuvens/platform/loopback'
import { createMailTransport, MAIL_CLAIM_MS, mailFailureOf, pauseAfterMail } from '@tuvens/platform/mail'
import { counter } from '@tuvens/platform/telemetry/registry'
import { type Loop, startQueue, type WakeUp } from '@tuvens/platform/work'
import type { Transporter } from 'nodemailer'
import type { BaseContext } from '../base/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { compose, type ComposedMail, hasLink } from './compose.ts'
import { insertMailSecret } from './secrets.ts'
import { claimDueMails, giveUp, type MailRow, markFailed, markSent } from './store.ts'

const mails = counter({
  name: 'tuvens_mails_total',
  help: 'Attempts to send a mail',
  labels: { outcome: ['sent', 'postponed', 'dead_letter'] },
})

const POLL_MS = 2_000
const CONCURRENCY = 4

/** Writes and sends queued mails until it is stopped. Without a mail server they are shown, if MAILBOX allows, else they wait. */
export function startMailing(context: BaseContext, wakeUp: WakeUp): Loop {
  const { config, secrets, log } = context
  const { smtpUrl } = secrets
  if (smtpUrl === undefined && !config.mailbox) {
    log.warn('Mails are not sent: set SMTP_URL and MAIL_FROM, or MAILBOX=true on a laptop')
    return { stop: async () => {} }
  }
  if (smtpUrl === undefined && ![config.host, new URL(config.siteUrl).hostname].every(isLoopbackName))
    log.warn("MAILBOX=true: anybody who reaches the event site can read everybody's mail, with its links")
  const transport = smtpUrl === undefined ? null : createMailTransport({ smtpUrl, from: config.mailFrom })
  const { stop } = startQueue({ ...mailQueue(context, transport), everyMs: POLL_MS, wakeUp })
  return { stop: () => stop().finally(() => transport?.close()) }
}

function mailQueue(context: BaseContext, transport: Transporter | null) {
  const { db, log } = context
  return {
    name: 'mails',
    concurrency: CONCURRENCY,
    log,
    claim: (limit: number) => claimDueMails(db, limit, MAIL_CLAIM_MS),
    handle: (mail: MailRow) => send(context, mail, transport),
    pauseAfter: ({ attempts }: MailRow, error: unknown) => pauseAfterMail(attempts, error),
    postpone: async ({ id, attempts }: MailRow, { pauseMs, error }: { pauseMs: number; error: unknown }) => {
      const failure = mailFailureOf(error)
      log.warn({ mail: id, attempts, failure, pauseMs }, 'a mail was not sent; it is tried again')
      await markFailed(db, id, failure, pauseMs)
      mails.add({ outcome: 'postponed' })
    },
    deadLetter: async ({ id, attempts }: MailRow, error: unknown) => {
      const failure = mailFailureOf(error)
      log.warn({ mail: id, attempts, failure }, 'a mail was not sent and is given up')
      await giveUp(db, id, failure)
      mails.add({ outcome: 'dead_letter' })
    },
  }
}

async function send(context: BaseContext, mail: MailRow, transport: Transporter | null): Promise<void> {
  const secret = hasLink(mail) ? context.random(32).toString('base64url') : null
  if (secret !== null) await insertMailSecret(context.db, mail, tokenHashOf(secret))
  const composed = compose(mail, context.config.siteUrl, secret)
  await transport?.sendMail(messageOf(mail, composed))
  const shown = transport === null ? { subject: composed.subject, text: composed.text } : null
  await markSent(context.db, { id: mail.id, shown })
  mails.add({ outcome: 'sent' })
}

function messageOf({ recipient }: MailRow, { subject, text, html }: ComposedMail) {
  const headers = { 'Auto-Submitted': 'auto-generated' }
  return { to: { name: '', address: recipient }, subject, text, html, headers }
}
