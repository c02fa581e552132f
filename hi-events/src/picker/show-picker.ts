import { counter } from '@tuvens/platform/telemetry/registry'
import { ticketingPhaseOf, ticketingStatusOf } from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import type { PickerContext } from './context.ts'
import { findLinkStatusByHiEvent, type LinkStatus } from '../status/store.ts'
import { recordShopReading } from '../sales/check-shops.ts'
import type { ShopSnapshot } from '../shop/shop-cache.ts'
import type { PublicEvent } from '../upstream/shop-answers.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import { notAnswering, openShop, type PickerInput, type PickerResponse } from './open-shop.ts'
import type { PickerRequest } from './picker-request.ts'
import { readSnapshot } from './read-snapshot.ts'
import { closedPage } from './view/closed-page.tsx'
import type { PickerDisplay } from './view/props.ts'

const renders = counter({
  name: 'tuvens_picker_renders_total',
  help: 'Pages of the ticket picker; a hit was made for another visitor before',
  labels: { outcome: ['ok', 'missing', 'failed'], cache: ['hit', 'miss'] },
})

/** The picker of an event with its current shop, or a sentence that says why nothing is sold. */
export async function showPicker(
  context: PickerContext,
  request: PickerRequest,
  input: PickerInput,
): Promise<PickerResponse> {
  try {
    const shown = await makePage(context, request, input)
    renders.add({ outcome: outcomeOf(shown.status), cache: shown.isCached === true ? 'hit' : 'miss' })
    return shown
  } catch (error) {
    renders.add({ outcome: 'failed', cache: 'miss' })
    throw error
  }
}

function outcomeOf(status: number): 'ok' | 'missing' | 'failed' {
  if (status === 404) return 'missing'
  return status < 500 ? 'ok' : 'failed'
}

async function makePage(
  context: PickerContext,
  request: PickerRequest,
  input: PickerInput,
): Promise<PickerResponse> {
  const { eventId, display } = request
  const { promoCode } = input.selection
  if (eventId === null) return nothingHere(display)
  const visitor = { eventId, clientIp: request.clientIp, promoCode }
  const read = (since = request.since) => readSnapshot(context, { ...visitor, since })
  let snapshot = await read()
  if (typeof snapshot === 'object' && snapshot.event === null) {
    const link = await findLinkStatusByHiEvent(context.db, eventId)
    if (link === undefined) return nothingHere(display)
    if (link.sourceStatus !== 'LIVE') return closed(display, link)
    // Another node recorded LIVE after our snapshot was read: read again, and accept nothing older than that record.
    snapshot = await read(link.readAt?.getTime())
    if (typeof snapshot === 'object' && snapshot.event === null) return closed(display, link)
  }
  if (typeof snapshot === 'string') return notAnswering(display, snapshot)
  const { event } = snapshot
  if (event === null) return nothingHere(display)
  if (promoCode === '') recordShop(context, eventId, snapshot)
  return openShop(context, { request: { ...request, eventId }, input }, { ...snapshot, event })
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
