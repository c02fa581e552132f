import { OFFER_WORDS } from '@tuvens/design'
import type { EventDate } from '../../../upstream/dates.ts'
import { closedSalesOf, phaseOf } from '../../../shop/sales-status.ts'
import type { Page } from '../../../web/page.tsx'
import { DisplayFields } from '../display-fields.tsx'
import { Feedback } from '../feedback.tsx'
import type { Format } from '../format.ts'
import { Moment } from '../moment.tsx'
import { Notice } from '../notice.tsx'
import { pickerDocument } from '../picker-document.tsx'
import { pagePath, type PickerDisplay, type PickerProps } from '../props.ts'
import { Prose } from '../prose/prose.tsx'
import { Title } from '../title.tsx'

/** The dates of an event, and what became of the one that was chosen. */
export type DatesProps = PickerProps & { dates: EventDate[]; problem: 'cancelled' | 'gone' | null }

/** How many dates stand in the page before the rest is folded away. */
const MAX_OPEN = 12
/** The most places that count as few. */
const FEW = 10

const PROBLEMS = {
  cancelled: 'This date was cancelled. Choose another one.',
  gone: 'This date is not offered any more. Choose another one.',
}

/** The picker of an event of several dates before one is chosen. */
export function datesPage(display: PickerDisplay, props: DatesProps): Page {
  return pickerDocument(
    display,
    { title: props.shop.title, phase: phaseOf(props.shop) },
    <Dates display={display} {...props} />,
  )
}

function Dates({ display, dates, problem, ...props }: DatesProps & { display: PickerDisplay }) {
  const { shop, format, refusal } = props
  const words = refusal ?? (problem && PROBLEMS[problem])
  return (
    <>
      <Title display={display} shop={shop} />
      {words && (
        <Notice tone="bad" glyph="alert" isAnswer>
          <p>{words}</p>
        </Notice>
      )}
      <Feedback closed={shop.dates.length > 0 ? closedSalesOf(shop) : null} {...props} />
      {shop.message && <Prose html={shop.message} />}
      {dates.length > 0 && <DateForm display={display} dates={dates} {...props} />}
      {dates.length === 0 && (
        <Notice tone="plain" glyph="ticket">
          <p>There are no dates yet.</p>
        </Notice>
      )}
      <p class="visually-hidden">Times are in the time zone {format.zone}.</p>
    </>
  )
}

type DateFormProps = PickerProps & { display: PickerDisplay; dates: EventDate[] }

/** One press chooses a date; the chosen tickets and the code go with it. */
function DateForm({ display, dates, shop, format, selection }: DateFormProps) {
  const action = pagePath(display, shop)
  const [first, more] = [dates.slice(0, MAX_OPEN), dates.slice(MAX_OPEN)]
  return (
    <form class="stack" method="get" action={action} target="_self" data-zone={format.zone} data-picker>
      <DisplayFields display={display} />
      {selection.promoCode !== '' && <input type="hidden" name="promo_code" value={selection.promoCode} />}
      <h2 class="picker__section">Choose a date</h2>
      <DateList dates={first} format={format} action={action} />
      {more.length > 0 && (
        <details class="picker__more">
          <summary class="button">{`${more.length} more ${more.length === 1 ? 'date' : 'dates'}`}</summary>
          <DateList dates={more} format={format} action={action} />
        </details>
      )}
    </form>
  )
}

type DateListProps = { dates: EventDate[]; format: Format; action: string }

function DateList({ dates, ...props }: DateListProps) {
  return (
    <ul class="picker__dates">
      {dates.map((date) => (
        <li key={date.id} data-state={date.state}>
          <DateView date={date} {...props} />
        </li>
      ))}
    </ul>
  )
}

/** A sold out date can still be opened: its tickets may have a waiting list. */
function DateView({ date, format, action }: Omit<DateListProps, 'dates'> & { date: EventDate }) {
  const about = (
    <span class="picker__day">
      <strong>
        <Moment date={date.startsAt} format={format} />
      </strong>
      {date.label !== null && <bdi class="picker__notes">{date.label}</bdi>}
    </span>
  )
  if (date.state === 'cancelled')
    return (
      <p class="picker__date">
        {about}
        <span class="badge" data-tone="bad">
          Cancelled
        </span>
      </p>
    )
  return (
    // An address of its own tells the script that this loads a page.
    <button class="picker__date" type="submit" name="date" value={date.id} formAction={action}>
      {about}
      <DateNote {...date} />
    </button>
  )
}

function DateNote({ state, left }: EventDate) {
  if (state === 'sold_out') return <span class="badge">{OFFER_WORDS.sold_out}</span>
  return left !== null && left <= FEW ? <span class="badge" data-tone="warn">{`${left} left`}</span> : null
}
