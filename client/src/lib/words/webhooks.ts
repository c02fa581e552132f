import type { AttemptOutcome, DisabledReason, MessageState, WebhookEventType } from '@tuvens/contract'

/** What each kind of message tells. */
export const EVENT_TYPE_WORDS: Record<WebhookEventType, string> = {
  'ticketing.status_changed': 'Tickets go on sale, pause or end',
  'sales.status_changed': 'Tickets become scarce, sell out, or are available again',
  'link.created': 'An event is linked to tickets',
  'link.removed': 'An event is unlinked from tickets',
  'endpoint.test': 'Test message',
}

/** Why an endpoint gets no messages. */
export const DISABLED_WORDS: Record<DisabledReason, string> = {
  person: 'Somebody disabled it.',
  gone: 'It answered that it is gone for good (410).',
  failing: 'Every attempt of five days failed.',
  overflow: 'Too many messages waited for it.',
}

/** How a message stands. */
export const STATE_WORDS: Record<MessageState, string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
}

const OUTCOME_WORDS: Record<AttemptOutcome, string> = {
  ok: 'Delivered',
  refused: 'Refused',
  redirected: 'Redirected, which is not followed',
  timed_out: 'No response within 15 seconds',
  unreachable: 'No connection',
  blocked: 'Its name leads to an address that is not public',
}

/** How one attempt ended, with the status of the response. */
export function outcomeText({ outcome, status }: { outcome: AttemptOutcome; status: number | null }): string {
  return status === null ? OUTCOME_WORDS[outcome] : `${OUTCOME_WORDS[outcome]} (${status})`
}

/** The kind of a message; a newer one is shown by its name. */
export function eventTypeText(type: string): string {
  return Object.hasOwn(EVENT_TYPE_WORDS, type) ? EVENT_TYPE_WORDS[type as WebhookEventType] : type
}

/** In UTC: an account may have members in several time zones. */
export function timeText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`
}
