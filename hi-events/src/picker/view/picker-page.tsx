import { closedSalesOf, phaseOf } from '../../shop/sales-status.ts'
import { isAvailable, type Section, type Shop } from '../../shop/shop.ts'
import type { Page } from '../../web/page.tsx'
import { ChosenDate } from './dates/chosen-date.tsx'
import { CodeField } from './code-field.tsx'
import { DisplayFields } from './display-fields.tsx'
import { Feedback } from './feedback.tsx'
import { OrderFooter } from './order-footer.tsx'
import { pickerDocument } from './picker-document.tsx'
import { pagePath, type PickerDisplay, type PickerProps } from './props.ts'
import { Prose } from './prose/prose.tsx'
import { TicketView } from './ticket-view.tsx'
import { Title } from './title.tsx'
import { waitingListForms } from './waiting-list-view.tsx'

/** The picker of an event whose shop can be shown. */
export function pickerPage(display: PickerDisplay, props: PickerProps): Page {
  return pickerDocument(
    display,
    { title: props.shop.title, phase: phaseOf(props.shop) },
    <Picker display={display} {...props} />,
  )
}

function Picker({ display, ...props }: PickerProps & { display: PickerDisplay }) {
  const { shop } = props
  return (
    <>
      <Title display={display} shop={shop} />
      <Feedback closed={closedSalesOf(shop)} {...props} />
      {shop.message && <Prose html={shop.message} />}
      {waitingListForms(display, props)}
      <OrderForm display={display} {...props} />
    </>
  )
}

function OrderForm({ display, ...props }: PickerProps & { display: PickerDisplay }) {
  const { shop, format, selection, refusal, hasFailed = false } = props
  return (
    <form
      class="stack"
      method="post"
      action={`/embed/${shop.eventId}/order`}
      target="_top"
      data-currency={shop.currency}
      data-zone={format.zone}
      data-picker
    >
      <DisplayFields display={display} />
      {/* Enter in a field presses the first submit button of a form. Without this one, that button would apply a code. */}
      {shop.isOpen && <button class="visually-hidden" type="submit" tabIndex={-1} aria-hidden="true" />}
      <div class="error-summary" role="alert" hidden={refusal === undefined} tabIndex={-1} data-refusal>
        <h2>Your order was not placed</h2>
        <p data-refusal-message>{refusal}</p>
        <p hidden={!hasFailed} data-way-on>
          If it fails again,{' '}
          <a href={`/event/${shop.eventId}`} target="_top">
            choose your tickets on the ticket system’s own page
          </a>
          .
        </p>
      </div>
      <ChosenDate action={pagePath(display, shop)} shop={shop} format={format} />
      {shop.sections.map((section) => (
        <SectionView key={section.name} section={section} {...props} />
      ))}
      {canUnlock(shop, selection.promoCode) && (
        <CodeField action={pagePath(display, shop)} code={props.code} value={selection.promoCode} />
      )}
      {shop.isOpen && <OrderFooter shop={shop} selection={selection} format={format} />}
    </form>
  )
}

/** Where everything is sold out or over, only somebody who came with a code is asked for one. */
function canUnlock(shop: Shop, code: string): boolean {
  const closed = closedSalesOf(shop)
  return code !== '' || closed === null || closed.status === 'not_yet'
}

function SectionView({ section, ...props }: PickerProps & { section: Section }) {
  const isOnly = props.shop.sections.length === 1
  return (
    <section class="stack">
      <h2 class={isOnly ? 'visually-hidden' : 'picker__section'} dir="auto">
        {section.name}
      </h2>
      {section.description && <Prose html={section.description} />}
      {/* The message of a shop's only section is already shown above the form. */}
      {section.tickets.length === 0 && !isOnly && (
        <p class="muted" dir="auto">
          {section.emptyWords}
        </p>
      )}
      <ul class="picker__tickets">
        {section.tickets.map((ticket) => (
          <TicketView key={ticket.id} ticket={ticket} isDim={!ticket.offers.some(isAvailable)} {...props} />
        ))}
      </ul>
    </section>
  )
}
