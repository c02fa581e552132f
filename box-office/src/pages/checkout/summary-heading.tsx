import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { money } from '../../rest/words.ts'
import { Icon } from '../kit/layout/icon.tsx'
import { Prose } from '../kit/layout/prose.tsx'
import { useShell } from '../kit/layout/shell.ts'
import { cancelledOf, type OrderWithEvent } from './load.ts'
import { PaidBack } from './paid-back.tsx'

export function Opening({ bought }: { bought: OrderWithEvent }): JSX.Element {
  const { order, event, attendees, settings } = bought
  const cancelled = cancelledOf(bought)
  if (cancelled !== null)
    return (
      <div class="notice notice--bad">
        <Icon name="cross" />
        <div class="stack stack--tight">
          <h1>
            {cancelled === 'event' ? `${isolated(event.title)} is cancelled` : 'This order was cancelled'}
          </h1>
          <p>
            {cancelled === 'event'
              ? 'It does not take place, and your tickets are not valid any more.'
              : 'Nothing of it is valid any more.'}{' '}
            <PaidBack order={order} /> Questions? Write to {settings.support_email}.
          </p>
        </div>
      </div>
    )
  return (
    <div class="stack stack--tight">
      <h1 class="display">{headingOf({ order, attendees })}</h1>
      <p class="lead">
        {whatOf(attendees.length, isolated(event.title))}
        <WhereToFindIt order={order} />
      </p>
      {attendees.length === 0 && (
        <p>
          Say the number <strong class="num">{order.public_id}</strong> when you pick it up.
        </p>
      )}
      {isDue(order) && (
        <div class="notice notice--warn">
          <Icon name="info" />
          <div>
            <p>
              <strong>{money(order.total_gross, order.currency)} to pay at the door.</strong>
            </p>
            <Prose html={settings.offline_payment_instructions} />
          </div>
        </div>
      )}
    </div>
  )
}

function isDue({ status }: OrderWithEvent['order']): boolean {
  return status === 'AWAITING_OFFLINE_PAYMENT'
}

function headingOf({ order, attendees }: Pick<OrderWithEvent, 'order' | 'attendees'>): string {
  if (attendees.length === 0) return isDue(order) ? 'Your order is kept' : 'Your order is in'
  if (!isDue(order)) return 'You’re going'
  return attendees.length === 1 ? 'Your place is kept' : 'Your places are kept'
}

function whatOf(tickets: number, title: string): string {
  if (tickets === 0) return `What you ordered at ${title} is below`
  return tickets === 1
    ? `Your ticket for ${title} is below`
    : `Your ${tickets} tickets for ${title} are below`
}

/** Where the order can be found again: in a mail, if mails are sent. */
function WhereToFindIt({ order: { email } }: Pick<OrderWithEvent, 'order'>): JSX.Element {
  const { mail } = useShell()
  if (mail === 'kept') return <>. Keep the address of this page: it is the way back.</>
  return (
    <>
      , and on the way to <strong>{email}</strong>.
      {mail === 'mailbox' && (
        <>
          {' '}
          <a class="no-print" href={`/mailbox?address=${encodeURIComponent(email ?? '')}`}>
            Open the mailbox
          </a>
        </>
      )}
    </>
  )
}
