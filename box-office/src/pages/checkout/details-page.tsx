import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { money } from '../../rest/words.ts'
import { ErrorSummary } from '../kit/form/error-summary.tsx'
import { Field } from '../kit/form/fields.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { Layout } from '../kit/layout/layout.tsx'
import { Prose } from '../kit/layout/prose.tsx'
import { SoldBy } from '../kit/layout/sold-by.tsx'
import { When } from '../kit/layout/when.tsx'
import type { NamedTicket } from './details.ts'
import { Held } from './held.tsx'
import { checkoutPath, type OpenedOrder } from './load.ts'
import { OrderSummary } from './order-summary.tsx'
import { TicketHolders } from './ticket-holders.tsx'

type Props = {
  opened: OpenedOrder
  form: FormState
  toName: readonly NamedTicket[] | null
  /** How many of the items are tickets; merchandise is not. */
  tickets: number
  now: number
}

/** The buyer, the ticket holders, the price, and how long the order is reserved. */
export function DetailsPage({ opened, form, toName, tickets, now }: Props): JSX.Element {
  const { event, order, items, organizer, settings } = opened
  const left = Math.ceil((order.reserved_until.getTime() - now) / 1000)
  return (
    <Layout
      title={`Your details · ${isolated(event.title)}`}
      kind="public"
      refused={form.problems.length > 0}
      foot={<SoldBy name={organizer.name} email={settings.support_email} />}
    >
      <ErrorSummary form={form} />
      <div class="stack stack--tight">
        <h1>Almost there</h1>
        <Held opened={opened} secondsLeft={left} />
      </div>
      <div class="split checkout">
        <form
          method="post"
          action={checkoutPath(opened, 'details')}
          class="stack stack--wide checkout__form"
          novalidate
        >
          <input type="hidden" name="session_identifier" value={opened.sessionIdentifier ?? ''} />
          <Prose html={settings.pre_checkout_message} />
          <Buyer form={form} hint={tickets === 0 ? 'Your order goes here' : 'Your tickets go here'} />
          {toName !== null && toName.length > 0 && <TicketHolders form={form} toName={toName} />}
          <Payment opened={opened} />
          <button class="button button--primary button--wide" type="submit">
            {order.total_gross === 0
              ? FREE_ORDER_BUTTON[Math.min(tickets, 2)]
              : `Reserve, and pay ${money(order.total_gross, order.currency)} at the door`}
          </button>
        </form>
        <aside class="stack" aria-label="Your order">
          <div class="panel stack">
            <div class="stack stack--tight">
              <h2 class="h3" dir="auto">
                {event.title}
              </h2>
              <p class="muted small">
                <When event={event} />
              </p>
            </div>
            <OrderSummary order={order} items={items} />
          </div>
          <form method="post" action={checkoutPath(opened, 'abandon')}>
            <input type="hidden" name="session_identifier" value={opened.sessionIdentifier ?? ''} />
            <button class="link" type="submit">
              Choose again
            </button>
          </form>
        </aside>
      </div>
    </Layout>
  )
}

/** The button of a free order, by its number of tickets. */
const FREE_ORDER_BUTTON = ['Finish the order', 'Get ticket', 'Get tickets']

function Buyer({ form, hint }: { form: FormState; hint: string }): JSX.Element {
  return (
    <fieldset class="panel stack">
      <legend class="panel__legend">Your details</legend>
      <div class="fields">
        <Field form={form} name="first_name" label="First name" input={{ autocomplete: 'given-name' }} />
        <Field form={form} name="last_name" label="Last name" input={{ autocomplete: 'family-name' }} />
      </div>
      <Field
        form={form}
        name="email"
        label="E-mail"
        type="email"
        hint={hint}
        input={{ autocomplete: 'email' }}
      />
    </fieldset>
  )
}

function Payment({ opened: { order, settings } }: { opened: OpenedOrder }): JSX.Element | null {
  if (order.total_gross === 0) return null
  return (
    <fieldset class="panel stack stack--tight">
      <legend class="panel__legend">Payment</legend>
      <label class="check check--boxed">
        <input type="radio" name="payment" value="OFFLINE" checked />
        <span>
          <span class="check__label">At the door</span>
          <span class="field__hint check__hint">Your places are kept. Nothing is paid now.</span>
        </span>
      </label>
      <Prose html={settings.offline_payment_instructions} />
    </fieldset>
  )
}
