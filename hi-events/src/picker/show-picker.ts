import { ticketingPhaseOf, ticketingStatusOf } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext } from './context.ts'
import { findLinkStatusByHiEvent, type LinkStatus } from '../status/store.ts'
import { recordShopReading } from '../sales/check-shops.ts'
import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { shopOf } from '../shop/shop.ts'
import type { PublicEvent } from '../upstream/shop-answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { Page } from '../web/page.tsx'
import { encodePage, type EncodedPage, type HttpExchange, sendPage } from '../web/send-page.ts'
import type { Selection } from './form/selection.ts'
import type { PickerRequest } from './picker-request.ts'
import { closedPage } from './view/closed-page.tsx'
import { createFormat } from './view/format.ts'
import { pickerPage } from './view/picker-page.tsx'
import type { PickerDisplay, PickerFeedback } from './view/props.ts'

/** A page of the picker and its HTTP status. */
type PickerResponse = { page: Page | EncodedPage; status: number }

/** What the visitor chose, and the result of the form they submitted. */
type PickerInput = { selection: Selection } & Pick<PickerFeedback, 'refusal' | 'waitingList'>

/** The picker of an event with its current shop, or a sentence that says why nothing is sold. */
export async function showPicker(
  context: PickerContext,
  request: PickerRequest,
  input: PickerInput,
): Promise<PickerResponse> {
  const { eventId, display } = request
  const { promoCode } = input.selection
  if (eventId === null) return nothingHere(display)
  const read = (since = 0) => readSnapshot(context, { ...request, eventId }, { promoCode, since })
  let snapshot = await read()
  if (snapshot?.event === null) {
    const link = await findLinkStatusByHiEvent(context.db, eventId)
    if (link === undefined) return nothingHere(display)
    if (link.sourceStatus !== 'LIVE') return closed(display, link)
    // Another node recorded LIVE after our snapshot was read: read again, and accept nothing older than that record.
    snapshot = await read(link.readAt?.getTime())
    if (snapshot?.event === null) return closed(display, link)
  }
  if (snapshot === null) return notAnswering(display)
  if (promoCode === '') recordShop(context, eventId, snapshot)
  return openShop(request, input, { ...snapshot, event: snapshot.event })
}

type FormResult = { pickerRequest: PickerRequest; feedback: PickerInput; status: number }

/** Replies to a form that was submitted without a script: the picker with its result, under the status of the result. */
export async function sendPicker(
  context: PickerContext,
  exchange: HttpExchange,
  { pickerRequest, feedback, status }: FormResult,
): Promise<FastifyReply> {
  const shown = await showPicker(context, pickerRequest, feedback)
  return sendPage(exchange, shown.page, { status: shown.status === 200 ? status : shown.status })
}

type EventSnapshot = ShopSnapshot & { event: PublicEvent }

function openShop(request: PickerRequest, input: PickerInput, snapshot: EventSnapshot): PickerResponse {
  const { display, isApplying } = request
  const { isStale, code, event } = snapshot
  const shop = shopOf(event)
  if (shop.isOver) return { page: closedPage(display, { phase: 'ended', title: shop.title }), status: 200 }
  const feedback = { ...input, isStale, code, isApplying }
  const make = () => pickerPage(display, { shop, format: createFormat(display.locale, shop), ...feedback })
  if (!isUntouched(input, request)) return { page: make(), status: 200 }
  const { locale, theme, isStandalone } = display
  const variant = [locale, theme, isStandalone, isStale, code, input.selection.promoCode].join(' ')
  return { page: cachedPage(event, variant, make), status: 200 }
}

const recorded = new WeakSet<PublicEvent>()

/** Records the sales status of a snapshot once: a visitor's read saves a scheduled shop check. */
function recordShop(context: PickerContext, eventId: number, snapshot: ShopSnapshot): void {
  if (snapshot.event === null || recorded.has(snapshot.event)) return
  recorded.add(snapshot.event)
  recordShopReading(context, eventId, snapshot).catch((error: unknown) => {
    context.log.warn(
      { err: error, hiEventId: eventId },
      'The sales status could not be recorded; a scheduled check reads it again',
    )
  })
}

function isUntouched(
  { selection, refusal, waitingList }: PickerInput,
  { isApplying }: PickerRequest,
): boolean {
  const hasResult = refusal !== undefined || waitingList !== undefined || isApplying
  return selection.quantities.size === 0 && selection.amounts.size === 0 && !hasResult
}

/** Encoded pages by the event that they were rendered from; a new read of the event is a new object. */
const encodedPages = new WeakMap<PublicEvent, Map<string, EncodedPage>>()
const MAX_VARIANTS = 50

/** Visitors who have not chosen anything receive the same page: it is rendered once. */
function cachedPage(event: PublicEvent, variant: string, make: () => Page): EncodedPage {
  const variants = encodedPages.get(event) ?? new Map<string, EncodedPage>()
  encodedPages.set(event, variants)
  const cached = variants.get(variant)
  if (cached !== undefined) return cached
  if (variants.size >= MAX_VARIANTS) variants.clear()
  const page = encodePage(make())
  variants.set(variant, page)
  return page
}

async function readSnapshot(
  context: PickerContext,
  { eventId, clientIp }: PickerRequest & { eventId: number },
  { promoCode, since }: { promoCode: string; since: number },
): Promise<ShopSnapshot | null> {
  try {
    const wanted = { id: eventId, clientIp, since, ...(promoCode !== '' && { promoCode }) }
    return await context.shopCache.read(wanted)
  } catch (error) {
    if (!isUpstream(error)) throw error
    context.log.warn({ err: error.cause, hiEventId: eventId }, 'The picker could not read its event')
    return null
  }
}

/** Hi.Events does not show this event to the public; the status that was last read says why. */
function closed(display: PickerDisplay, link: LinkStatus): PickerResponse {
  const source = { sourceStatus: link.sourceStatus, hasBeenOnSale: link.wasLive, salesStatus: null }
  const phase = ticketingPhaseOf({ ticketingStatus: ticketingStatusOf(link.sourceStatus), ...source })
  // Recorded as LIVE, yet not public: it was taken off sale, and the change has not been read yet.
  const shown = phase === 'on_sale' ? 'paused' : phase
  return { page: closedPage(display, { phase: shown, title: link.title }), status: 200 }
}

function nothingHere(display: PickerDisplay): PickerResponse {
  const page = closedPage(display, { phase: 'none', sentence: 'There are no tickets here.' })
  return { page, status: 404 }
}

function notAnswering(display: PickerDisplay): PickerResponse {
  const sentence = 'The ticket system is not answering right now. Try again in a moment.'
  return { page: closedPage(display, { phase: 'paused', sentence }), status: 503 }
}
