import type { JSX } from 'preact'
import type { OrderRow } from '../../orders/store.ts'
import { money } from '../../rest/words.ts'

/** Where the money of a cancelled order is, as far as the organiser has said; nothing where none was paid. */
export function PaidBack({ order }: { order: OrderRow }): JSX.Element | null {
  if (order.payment_status !== 'PAYMENT_RECEIVED' || order.total_gross === 0) return null
  const amount = money(order.total_gross, order.currency)
  return order.refunded_at === null ? (
    <>Your {amount} are not paid back yet.</>
  ) : (
    <>Your {amount} were paid back.</>
  )
}
