import type { JSX } from 'preact'
import type { AttendeeRow } from '../../../orders/attendee-store.ts'
import type { OrderRow } from '../../../orders/store.ts'

type BadgeText = readonly [tone: 'good' | 'warn' | 'bad' | 'neutral', label: string]

export function OrderBadge({ order }: { order: OrderRow }): JSX.Element {
  const [tone, label] = orderBadge(order)
  return (
    <span class="badge" data-tone={tone}>
      {label}
    </span>
  )
}

function orderBadge({ status, total_gross, refunded_at }: OrderRow): BadgeText {
  if (refunded_at !== null) return ['neutral', 'Paid back']
  if (status === 'COMPLETED') return ['good', total_gross === 0 ? 'Confirmed' : 'Paid']
  if (status === 'AWAITING_OFFLINE_PAYMENT') return ['warn', 'To be paid']
  return status === 'CANCELLED' ? ['bad', 'Cancelled'] : ['neutral', 'Open']
}

/** Shown only when a ticket is not simply valid. */
export function AttendeeBadge({ attendee }: { attendee: AttendeeRow }): JSX.Element | null {
  const [tone, label] = attendeeBadge(attendee)
  if (tone === 'neutral') return null
  return (
    <span class="badge" data-tone={tone}>
      {label}
    </span>
  )
}

export function attendeeBadge({ status }: Pick<AttendeeRow, 'status'>): BadgeText {
  if (status === 'CANCELLED') return ['bad', 'Cancelled']
  return status === 'AWAITING_PAYMENT' ? ['warn', 'To be paid'] : ['neutral', 'Valid']
}
