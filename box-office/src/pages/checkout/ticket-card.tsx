import type { JSX } from 'preact'
import type { AttendeeRow } from '../../orders/attendee-store.ts'
import { Qr } from '../kit/layout/qr.tsx'

type Props = {
  attendee: AttendeeRow
  type: string
  /** Its order or its event is. */
  isCancelled: boolean
}

export function TicketCard({ attendee, type, isCancelled }: Props): JSX.Element {
  const name = `${attendee.first_name} ${attendee.last_name}`
  const valid = !isCancelled && attendee.status !== 'CANCELLED'
  return (
    <li class="panel pass">
      <div class="pass__what stack stack--tight">
        <p class="eyebrow" dir="auto">
          {type}
        </p>
        <p class="pass__name" dir="auto">
          {name}
        </p>
        <p class="muted small num">{attendee.public_id}</p>
        {valid && (
          <p class="no-print">
            <a href={`/ticket/${attendee.short_id}`}>
              Open ticket
              <span class="visually-hidden">
                {' of '}
                <bdi>{name}</bdi>
              </span>
            </a>
          </p>
        )}
        {!valid && (
          <span class="badge" data-tone="bad">
            Not valid any more
          </span>
        )}
      </div>
      {valid && <Qr text={attendee.public_id} label={`Code of ticket ${attendee.public_id}`} />}
    </li>
  )
}
