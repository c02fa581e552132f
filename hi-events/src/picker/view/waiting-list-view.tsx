import { icon } from '@tuvens/design'
import { Svg } from '../../web/shell.tsx'
import type { ApplicantField, Application } from '../form/waiting-list-form.ts'
import type { Frame, PickerProps } from './picker-page.tsx'
import type { Offer, Shop } from '../../shop/shop.ts'
import type { OfferProps } from './ticket-view.tsx'

/** An application and what became of it, in words. */
export type Waiting = Application & { isJoined: boolean; words: string }

const FIELDS = [
  { name: 'first_name', label: 'First name', type: 'text', complete: 'given-name', isRequired: true },
  {
    name: 'last_name',
    label: 'Last name (optional)',
    type: 'text',
    complete: 'family-name',
    isRequired: false,
  },
  { name: 'email', label: 'E-mail', type: 'email', complete: 'email', isRequired: true },
] as const

/** The sold out price an application is for, when it is still to be waited for. */
export function standingOf(shop: Shop, { priceId }: Waiting): Offer | null {
  return waitedFor(shop).find((each) => each.priceId === priceId) ?? null
}

function waitedFor(shop: Shop): Offer[] {
  return shop.sections
    .flatMap((section) => section.tickets.filter((ticket) => ticket.hasWaitingList))
    .flatMap((ticket) => ticket.offers.filter((offer) => offer.availability === 'sold-out'))
}

/** The forms themselves: one form cannot stand within another, so their fields refer to them. */
export function waitingForms(frame: Frame, { shop, selection }: PickerProps) {
  return waitedFor(shop).map(({ priceId }) => (
    <form
      key={priceId}
      id={`waiting-${priceId}`}
      method="post"
      action={`/embed/${shop.eventId}/waitlist`}
      hidden
      data-waiting
    >
      <input type="hidden" name="price_id" value={priceId} />
      <input type="hidden" name="locale" value={frame.locale} />
      {frame.theme !== undefined && <input type="hidden" name="theme" value={frame.theme} />}
      {selection.promoCode !== '' && <input type="hidden" name="promo_code" value={selection.promoCode} />}
    </form>
  ))
}

/** Beside a sold out price: a place in line for when one comes free. */
export function WaitingView({ offer, ticket, waiting }: OfferProps) {
  const own = waiting?.priceId === offer.priceId ? waiting : undefined
  const id = `waiting-${offer.priceId}`
  const what = offer.label === null ? ticket.title : `${ticket.title}, ${offer.label}`
  return (
    <div class="picker__waiting" data-waiting-for={id}>
      <p class="notice notice--good" role="status" tabIndex={-1} hidden={own?.isJoined !== true} data-joined>
        <Svg markup={icon('check')} />
        <span data-joined-words>{own?.isJoined === true ? own.words : ''}</span>
      </p>
      <details open={own !== undefined} hidden={own?.isJoined === true}>
        <summary class="button button--small">
          Join the waiting list<span class="visually-hidden">: {what}</span>
        </summary>
        <div class="stack picker__join">
          <p class="field__error" role="alert" tabIndex={-1} hidden={own === undefined} data-refusal>
            <span data-refusal-words>{own?.isJoined === false ? own.words : ''}</span>
          </p>
          <div class="fields">
            {FIELDS.map((field) => (
              <Field key={field.name} form={id} field={field} waiting={own} />
            ))}
          </div>
          <p class="picker__notes">
            <span>The organiser can write to you when a place comes free. Nothing is charged.</span>
          </p>
          <button class="button button--primary" type="submit" form={id}>
            Join
          </button>
        </div>
      </details>
    </div>
  )
}

type FieldProps = { form: string; field: (typeof FIELDS)[number]; waiting: Waiting | undefined }

function Field({ form, field, waiting }: FieldProps) {
  const { name, label, type, complete, isRequired } = field
  const id = `${form}-${name}`
  const problem = waiting?.problems[name satisfies ApplicantField]
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        form={form}
        name={name}
        type={type as 'text'}
        autocomplete={complete}
        required={isRequired}
        maxLength={name === 'email' ? 254 : 40}
        value={waiting?.typed[name]}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={`${id}-problem`}
      />
      <p class="field__error" id={`${id}-problem`} hidden={problem === undefined} data-problem={name}>
        {problem}
      </p>
    </div>
  )
}
