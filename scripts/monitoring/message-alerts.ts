import type { Alert } from './rule.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** Alerts on messages to people and to servers of organisers. */
export const MESSAGE_ALERTS: readonly Alert[] = [
  {
    alert: 'WebhooksWait',
    severity: 'ticket',
    expr: (_d, s) => `max(tuvens_webhook_messages_oldest_seconds) > ${s(10 * MINUTE)}`,
    forSeconds: 5 * MINUTE,
    summary: 'Webhook messages to servers of organisers are late',
    description: 'The oldest that was never tried is {{ $value | humanizeDuration }} old.',
  },
  {
    alert: 'MailsWait',
    severity: 'ticket',
    expr: (_d, s) => `
max(tuvens_mails_waiting) > 50
or (
  max(tuvens_mails_waiting) > 4
  and max(tuvens_outbox_oldest_seconds{queue="mails"}) > ${s(HOUR)}
)`,
    forSeconds: 15 * MINUTE,
    summary: '{{ $value }} mails wait',
    description: 'The mail server takes fewer mails than are written, or none.',
  },
]
