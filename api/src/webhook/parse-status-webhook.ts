import { ServiceError, type StatusWebhook, type TicketDate, type TicketPrices } from '@tuvens/contract'
import type { StatusReport } from '../ticketing/apply-status.ts'

const FIRST_YEAR = 1970
const LAST_YEAR = 9999

/** @throws ServiceError VALIDATION_ERROR for a date that JavaScript does not know, such as a leap second */
export function parseStatusWebhook({ event_sent_at, payload }: StatusWebhook): StatusReport {
  const sentAt = dateOf('event_sent_at', event_sent_at)
  const { id: hiEventsEventId, status: sourceStatus, title = '', sales: salesStatus = null } = payload
  const dates = (payload.dates ?? []).map(knownPartOf)
  const prices = payload.prices ? knownPricesOf(payload.prices) : null
  const noticedAt = payload.noticed_at === undefined ? null : dateOf('noticed_at', payload.noticed_at)
  return { hiEventsEventId, sourceStatus, title, sentAt, noticedAt, salesStatus, dates, prices }
}

/** Instants in one form, so that the same dates are equal; other fields of newer senders are left out. */
function knownPartOf({ id, startDate, endDate, label, state }: TicketDate): TicketDate {
  return {
    id,
    startDate: dateOf('dates', startDate).toISOString(),
    endDate: endDate && dateOf('dates', endDate).toISOString(),
    label,
    state,
  }
}

/** Other fields of newer senders are left out. */
function knownPricesOf({ currency, least, most }: TicketPrices): TicketPrices {
  return { currency, least, most }
}

/** @throws ServiceError VALIDATION_ERROR */
function dateOf(field: string, text: string): Date {
  const date = new Date(text)
  const year = date.getUTCFullYear()
  if (year >= FIRST_YEAR && year <= LAST_YEAR) return date
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field, message: `${field} is not a date` }] })
}
