import { ServiceError, type StatusWebhook } from '@tuvens/contract'
import type { StatusReport } from '../ticketing/apply-status.ts'

const FIRST_YEAR = 1970
const LAST_YEAR = 9999

/** @throws ServiceError VALIDATION_ERROR for a date that JavaScript does not know, such as a leap second */
export function parseStatusWebhook({ event_sent_at, payload }: StatusWebhook): StatusReport {
  const sentAt = new Date(event_sent_at)
  const year = sentAt.getUTCFullYear()
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw new ServiceError('VALIDATION_ERROR', {
      details: [{ field: 'event_sent_at', message: 'event_sent_at is not a date' }],
    })
  }
  const { id: hiEventsEventId, status: sourceStatus, title = '', sales: salesStatus = null } = payload
  return { hiEventsEventId, sourceStatus, title, sentAt, salesStatus }
}
