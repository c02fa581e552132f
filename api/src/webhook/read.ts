import { ServiceError, type StatusWebhook } from '@tuvens/contract'
import type { SourceWord } from '../ticketing/apply-status.ts'

const FIRST_YEAR = 1970
const LAST_YEAR = 9999

/** @throws ServiceError VALIDATION_ERROR for a date that is none, such as a leap second */
export function readWord({ event_sent_at, payload }: StatusWebhook): SourceWord {
  const sentAt = new Date(event_sent_at)
  const year = sentAt.getUTCFullYear()
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw new ServiceError('VALIDATION_ERROR', {
      details: [{ field: 'event_sent_at', message: 'event_sent_at is not a date' }],
    })
  }
  const { id: hiEventsEventId, status, title = '', sales = null } = payload
  return { hiEventsEventId, status, title, sentAt, sales }
}
