import type { CodeState } from '../../shop/shop-cache.ts'
import type { Offer, Shop, Ticket } from '../../shop/shop.ts'
import type { Asset } from '../../web/assets.ts'
import type { Carried } from '../form/carried.ts'
import type { Selection } from '../form/selection.ts'
import type { WaitingListForm } from '../form/waiting-list-form.ts'
import type { Format } from './format.ts'

/** How the picker is displayed: language, theme, and the pages that may frame it. */
export type PickerDisplay = {
  script: Asset
  /** Loaded by the other for a visitor who comes back from the checkout. */
  heldScript: Asset
  locale: string
  theme?: 'light' | 'dark'
  embedOrigins: readonly string[]
  /** Direction of the page around the frame. */
  dir?: 'ltr' | 'rtl'
  /** The page of an event, which keeps itself up to date; the ticket picker alone is kept up to date by its parent page. */
  live?: LiveDisplay
  carried: Carried
  /** Opened in a tab of its own rather than in a frame. */
  isStandalone: boolean
}

/** What the script of an embedded event follows. */
export type LiveDisplay = {
  /** Tuvens event id. */
  eventId: string
  hiEventId?: number
  /** The API, as browsers reach it. */
  apiUrl: string
  /** The ticket system did not answer: the page is loaded again soon. */
  isAway?: boolean
}

/** The address of the page of an event, without its query. */
export function pagePath({ live }: PickerDisplay, { eventId }: Pick<Shop, 'eventId'>): string {
  return live === undefined ? `/embed/${eventId}` : `/embed/event/${live.eventId}/tickets`
}

/** What the page reports beside the shop itself. */
export type PickerFeedback = {
  /** Why the last order was refused. */
  refusal?: string | undefined
  /** The ticket system failed: another try may fail, too. */
  hasFailed?: boolean | undefined
  /** What became of a waiting list form. */
  waitingList?: WaitingListFeedback | undefined
  code: CodeState
  /** The visitor has just submitted their promo code. */
  isApplying: boolean
  /** The ticket system is not answering; the shop is the last one that was read. */
  isStale: boolean
}

/** A submitted waiting list form and its result. */
export type WaitingListFeedback = WaitingListForm & { isJoined: boolean; message: string }

/** The content of the picker. */
export type PickerProps = PickerFeedback & { shop: Shop; format: Format; selection: Selection }
/** One ticket of the shop. */
export type TicketProps = PickerProps & { ticket: Ticket }
/** One offer of the ticket. */
export type OfferProps = TicketProps & { offer: Offer }
