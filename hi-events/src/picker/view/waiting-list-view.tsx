import { CarriedFields } from './carried-fields.tsx'
import { icon } from '@tuvens/design'
import type { Offer, Shop } from '../../shop/shop.ts'
import { Svg } from '../../web/shell.tsx'
import type { OfferProps, PickerDisplay, PickerProps, WaitingListFeedback } from './props.ts'

const FIELDS = [
  {
    name: 'first_name',
    label: 'First name',
    input: { type: 'text', autocomplete: 'given-name', required: true, maxLength: 40 },
  },
  {
    name: 'last_name',
    label: 'Last name (optional)',
    input: { type: 'text', autocomplete: 'family-name', required: false, maxLength: 40 },
  },
  {
    name: 'email',
    label: 'E-mail',
    input: { type: 'email', autocomplete: 'email', required: true, maxLength: 254 },
  },
] as const

/** The offer of a price while it has a waiting list, or null. */
export function findAwaitedOffer(shop: Shop, priceId: number | null): Offer | null {
  return awaitedOffers(shop).find((each) => each.priceId === priceId) ?? null
}

function awaitedOffers(shop: Shop): Offer[] {
  return shop.sections
    .flatMap((section) => section.tickets.filter((ticket) => ticket.hasWaitingList))
    .flatMap((ticket) => ticket.offers.filter((offer) => offer.availability === 'sold-out'))
}

/** The form elements, outside the order form because HTML forms do not nest; their fields refer to them by id. */
export function waitingListForms(display: PickerDisplay, { shop, selection }: PickerProps) {
  return awaitedOffers(shop).map(({ priceId }) => (
    <form
      key={priceId}
      id={`waiting-${priceId}`}
      method="post"
      action={`/embed/${shop.eventId}/waitlist`}
      hidden
      data-waiting
    >
      <input type="hidden" name="price_id" value={priceId} />
      <input type="hidden" name="locale" value={display.locale} />
      {display.theme !== undefined && <input type="hidden" name="theme" value={display.theme} />}
      <CarriedFields carried={display.carried} />
      {shop.date !== null && <input type="hidden" name="date" value={shop.date.id} />}
      {selection.promoCode !== '' && <input type="hidden" name="promo_code" value={selection.promoCode} />}
    </form>
  ))
}

/** The waiting list of a sold out offer: a form, or the confirmation that the visitor joined. */
export function WaitingListView({ offer, ticket, waitingList }: OfferProps) {
  const feedback = waitingList?.priceId === offer.priceId ? waitingList : undefined
  const isJoined = feedback?.isJoined === true
  const id = `waiting-${offer.priceId}`
  return (
    <div class="picker__waiting" data-waiting-for={id}>
      <p class="notice notice--good" role="status" tabIndex={-1} hidden={!isJoined} data-joined>
        <Svg markup={icon('check')} />
        <span data-joined-message>{isJoined ? feedback.message : ''}</span>
      </p>
      <details open={feedback !== undefined} hidden={isJoined}>
        <summary class="button button--small">
          Join the waiting list
          <span class="visually-hidden">
            : <bdi>{offer.label === null ? ticket.title : `${ticket.title}, ${offer.label}`}</bdi>
          </span>
        </summary>
        <JoinFields form={id} feedback={feedback} />
      </details>
    </div>
  )
}

type JoinFieldsProps = { form: string; feedback: WaitingListFeedback | undefined }

function JoinFields({ form, feedback }: JoinFieldsProps) {
  return (
    <div class="stack picker__join">
      <p class="field__error" role="alert" tabIndex={-1} hidden={feedback === undefined} data-refusal>
        <span data-refusal-message>{feedback?.isJoined === false ? feedback.message : ''}</span>
      </p>
      <div class="fields">
        {FIELDS.map((field) => (
          <JoinField key={field.name} form={form} field={field} feedback={feedback} />
        ))}
      </div>
      <p class="picker__notes">
        <span>The organiser can write to you when a place comes free. Nothing is charged.</span>
      </p>
      <button class="button button--primary" type="submit" form={form}>
        Join
      </button>
    </div>
  )
}

function JoinField({ form, field, feedback }: JoinFieldsProps & { field: (typeof FIELDS)[number] }) {
  const { name, label, input } = field
  const dir = input.type === 'text' ? 'auto' : undefined
  const id = `${form}-${name}`
  const problem = feedback?.problems[name]
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        form={form}
        name={name}
        {...input}
        dir={dir}
        value={feedback?.values[name]}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-problem`}
      />
      <p class="field__error" id={`${id}-problem`} hidden={problem === undefined} data-problem={name}>
        {problem}
      </p>
    </div>
  )
}
