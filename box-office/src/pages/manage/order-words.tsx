import type { JSX } from 'preact'
import type { AttendeeRow } from '../../orders/attendee-store.ts'
import type { OrderRow } from '../../orders/store.ts'

type Words = readonly [tone: 'good' | 'warn' | 'bad' | 'neutral', words: string]

export function OrderBadge({ order }: { order: OrderRow }): JSX.Element {
  const [tone, words] = orderWords(order)
  return (
    <span class="badge" data-tone={tone}>
      {words}
    </span>
  )
}

function orderWords({ status, total_gross }: OrderRow): Words {
  if (status === 'COMPLETED') return ['good', total_gross === 0 ? 'Confirmed' : 'Paid']
  if (status === 'AWAITING_OFFLINE_PAYMENT') return ['warn', 'To be paid']
  return status === 'CANCELLED' ? ['bad', 'Cancelled'] : ['neutral', 'Open']
}

/** Says only what is out of the ordinary: most people are simply not here yet. */
export function AttendeeBadge({
  attendee,
  checkedIn,
}: {
  attendee: AttendeeRow
  checkedIn: boolean
}): JSX.Element | null {
  const [tone, words] = attendeeWords(attendee, checkedIn)
  if (tone === 'neutral') return null
  return (
    <span class="badge" data-tone={tone}>
      {words}
    </span>
  )
}

export function attendeeWords({ status }: Pick<AttendeeRow, 'status'>, checkedIn: boolean): Words {
  if (status === 'CANCELLED') return ['bad', 'Cancelled']
  if (checkedIn) return ['good', 'Checked in']
  return status === 'AWAITING_PAYMENT' ? ['warn', 'To be paid'] : ['neutral', 'Not here yet']
}

export function fullName({
  first_name,
  last_name,
}: {
  first_name: string | null
  last_name: string | null
}): string {
  return `${first_name ?? ''} ${last_name ?? ''}`.trim()
}
