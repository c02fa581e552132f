import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { shopOf } from '../shop/shop.ts'
import type { EventDate } from '../upstream/dates.ts'
import type { PublicEvent } from '../upstream/shop-answers.ts'
import type { Page } from '../web/page.tsx'
import { encodePage, type EncodedPage } from '../web/send-page.ts'
import { chooseDate } from './choose-date.ts'
import type { PickerContext } from './context.ts'
import type { Selection } from './form/selection.ts'
import type { PickerRequest } from './picker-request.ts'
import { readSnapshot, type Unread } from './read-snapshot.ts'
import { closedPage } from './view/closed-page.tsx'
import { datesPage } from './view/dates/dates-page.tsx'
import { createFormat } from './view/format.ts'
import { pickerPage } from './view/picker-page.tsx'
import type { PickerDisplay, PickerFeedback } from './view/props.ts'

/** A page of the picker and its HTTP status. */
export type PickerResponse = {
  page: Page | EncodedPage
  status: number
  unread?: Unread
  /** The page was made for another visitor before. */
  isCached?: boolean
}

/** What the visitor chose, and the result of the form they submitted. */
export type PickerInput = { selection: Selection } & Pick<
  PickerFeedback,
  'refusal' | 'hasFailed' | 'waitingList'
>

/** Who asks, and what they chose. */
export type Visit = { request: PickerRequest & { eventId: number }; input: PickerInput }

/** A snapshot of an event that attendees may read. */
export type EventSnapshot = ShopSnapshot & { event: PublicEvent }

/** The tickets of the event or of one of its dates, or the dates to choose from. */
export async function openShop(
  context: PickerContext,
  visit: Visit,
  snapshot: EventSnapshot,
): Promise<PickerResponse> {
  const { display } = visit.request
  const shop = shopOf(snapshot.event)
  if (shop.isOver) return { page: closedPage(display, { phase: 'ended', title: shop.title }), status: 200 }
  const choice = await chooseDate(context, shop, visit.input.selection.dateId)
  if ('dates' in choice) {
    const { isApplying } = visit.request
    const { isStale, code } = snapshot
    const feedback = { ...visit.input, isStale, code, isApplying }
    const format = createFormat(display.locale, shop)
    return { page: datesPage(display, { shop, format, ...feedback, ...choice }), status: 200 }
  }
  const { date } = choice
  if (date === null || !shop.hasSeveralDates) return showTickets(visit, snapshot, date)
  const dated = await readSnapshot(context, {
    eventId: shop.eventId,
    clientIp: visit.request.clientIp,
    promoCode: visit.input.selection.promoCode,
    dateId: date.id,
    since: visit.request.since,
  })
  // Prices may differ from date to date: those of another date are not shown in their place.
  if (typeof dated === 'string') return notAnswering(display, dated)
  return dated.event
    ? showTickets(visit, { ...dated, event: dated.event }, date)
    : notAnswering(display, 'away')
}

function showTickets(
  { request, input }: Visit,
  snapshot: EventSnapshot,
  date: EventDate | null,
): PickerResponse {
  const { display, isApplying } = request
  const { isStale, code, event } = snapshot
  const shop = shopOf(event, date)
  const feedback = { ...input, isStale, code, isApplying }
  const make = () => pickerPage(display, { shop, format: createFormat(display.locale, shop), ...feedback })
  if (!isUntouched(input, request)) return { page: make(), status: 200 }
  const { locale, theme, isStandalone } = display
  const { dir, embedOrigins, live } = display
  const shown = [locale, theme, dir, isStandalone, live?.eventId, ...embedOrigins]
  const variant = [...shown, isStale, code, input.selection.promoCode].join(' ')
  return { ...cachedPage(event, variant, make), status: 200 }
}

function isUntouched(
  { selection, refusal, waitingList }: PickerInput,
  { isApplying, display }: PickerRequest,
): boolean {
  const hasResult = refusal !== undefined || waitingList !== undefined || isApplying
  if (Object.keys(display.carried).length > 0) return false
  return selection.quantities.size === 0 && selection.amounts.size === 0 && !hasResult
}

/** Encoded pages by the event that they were rendered from; a new read of the event is a new object. */
const encodedPages = new WeakMap<PublicEvent, Map<string, EncodedPage>>()
const MAX_VARIANTS = 50

/** Visitors who have not chosen anything, and whom nobody sent, receive the same page: it is rendered once. */
function cachedPage(
  event: PublicEvent,
  variant: string,
  make: () => Page,
): { page: EncodedPage; isCached: boolean } {
  const variants = encodedPages.get(event) ?? new Map<string, EncodedPage>()
  encodedPages.set(event, variants)
  const cached = variants.get(variant)
  if (cached !== undefined) return { page: cached, isCached: true }
  if (variants.size >= MAX_VARIANTS) variants.clear()
  const page = encodePage(make())
  variants.set(variant, page)
  return { page, isCached: false }
}

/** Neither now nor before did the ticket system answer. */
export function notAnswering(display: PickerDisplay, unread: Unread): PickerResponse {
  const sentence = 'The ticket system is not answering right now. Try again in a moment.'
  const { live } = display
  const away = { ...display, ...(live !== undefined && { live: { ...live, isAway: true } }) }
  return { page: closedPage(away, { phase: 'paused', sentence }), status: 503, unread }
}
