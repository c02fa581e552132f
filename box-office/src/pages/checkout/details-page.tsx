import type { JSX } from 'preact'
import { Check, ErrorSummary, Field } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { clockTime, money, zoneName } from '../../rest/words.ts'
import { Icon } from '../kit/icon.tsx'
import { Layout } from '../kit/layout.tsx'
import { Prose } from '../kit/prose.tsx'
import { When } from '../kit/when.tsx'
import { SoldBy } from '../shop/event-page.tsx'
import { type NamedTicket, ticketFieldName } from './details.ts'
import { checkoutPath, type OpenedOrder } from './load.ts'
import { OrderSummary } from './order-summary.tsx'

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
      title={`Your details · ${event.title}`}
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
              <h2 class="h3">{event.title}</h2>
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

/** A clock time stays right without a script; the script adds the countdown. */
function Held({
  opened: { order, event },
  secondsLeft,
}: {
  opened: OpenedOrder
  secondsLeft: number
}): JSX.Element {
  const until = clockTime(order.reserved_until, event.timezone)
  const zone = zoneName(event.timezone, order.reserved_until)
  return (
    <p class="held" data-hold-seconds={String(secondsLeft)}>
      <Icon name="clock" size={20} />
      <span>
        Held for you until <strong class="num">{until}</strong> <span class="muted">({zone})</span>
        <span class="held__left num" data-hold-left hidden />
      </span>
    </p>
  )
}

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

function TicketHolders({ form, toName }: { form: FormState; toName: readonly NamedTicket[] }): JSX.Element {
  return (
    <section class="panel stack" aria-labelledby="who">
      <h2 id="who" class="h3">
        {toName.length === 1 ? 'Who is the ticket for?' : 'Who are the tickets for?'}
      </h2>
      {toName.map((ticket) => (
        <HolderFields key={ticket.index} form={form} ticket={ticket} />
      ))}
    </section>
  )
}

function HolderFields({
  form,
  ticket: { index, item, number, of },
}: {
  form: FormState
  ticket: NamedTicket
}): JSX.Element {
  const name = (part: string) => ticketFieldName(index, part)
  return (
    <fieldset class="holder">
      <legend>
        {item.item_name}
        {of > 1 && <span class="muted num"> {`${number} of ${of}`}</span>}
      </legend>
      <Check
        form={form}
        name={name('same')}
        label="In my name"
        {...(index === 0 && { hint: 'Take the tick away to send it to somebody else' })}
      />
      <div class="stack stack--tight holder__other">
        <div class="fields">
          <Field form={form} name={name('first_name')} label="First name" />
          <Field form={form} name={name('last_name')} label="Last name" />
        </div>
        <Field form={form} name={name('email')} label="E-mail" type="email" hint="Their ticket goes here" />
      </div>
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
