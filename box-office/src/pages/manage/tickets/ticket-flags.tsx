import { OFFER_WORDS, PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import { isSoldOut, saleWindow } from '../../../catalogue/availability.ts'
import type { Product } from '../../../catalogue/read.ts'
import type { EventRow } from '../../../events/store.ts'
import { shortDateTime } from '../../../rest/words.ts'

type FlagsProps = { ticket: Product; now: number; event: EventRow }

type Flag = [tone: string, label: string]

export function Flags({ ticket, now, event }: FlagsProps): JSX.Element | null {
  const flags = [...saleFlags(ticket, now, event), ...displayFlags(ticket)]
  if (flags.length === 0) return null
  return (
    <p class="row ticket-card__flags">
      {flags.map(([tone, label]) => (
        <span key={label} class="badge" data-tone={tone} dir="auto">
          {label}
        </span>
      ))}
    </p>
  )
}

function saleFlags(ticket: Product, now: number, { timezone }: EventRow): Flag[] {
  const { isBefore, isAfter } = saleWindow(ticket, now)
  const { sale_start_date: start, sale_end_date: end } = ticket
  const flags: [boolean, Flag][] = [
    [isSoldOut(ticket), [PHASES.sold_out.tone, PHASES.sold_out.label]],
    [isBefore, ['info', `On sale from ${start === null ? '' : shortDateTime(start, timezone)}`]],
    [isAfter, ['neutral', OFFER_WORDS.over]],
    [
      !isAfter && end !== null,
      ['neutral', `On sale until ${end === null ? '' : shortDateTime(end, timezone)}`],
    ],
  ]
  return flags.filter(([holds]) => holds).map(([, flag]) => flag)
}

function displayFlags(ticket: Product): Flag[] {
  const flags: [boolean, Flag][] = [
    [ticket.product_type === 'GENERAL', ['neutral', 'Merchandise']],
    [ticket.is_hidden, ['neutral', 'Hidden']],
    [ticket.is_hidden_without_promo_code, ['neutral', 'Needs a promo code']],
    [ticket.waitlist_enabled === true, ['neutral', 'Waiting list']],
    [ticket.highlight_message !== null, ['good', ticket.highlight_message ?? '']],
  ]
  return flags.filter(([holds]) => holds).map(([, flag]) => flag)
}
