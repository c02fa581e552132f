import { ticketingPhaseOf, ticketingStatusOf } from '@tuvens/contract'
import type { Context } from '../context.ts'
import { findLinkByHiEvent } from '../linking/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { Page } from '../web/page.tsx'
import type { Snapshot } from './catalogue.ts'
import { createFormat } from './format.ts'
import { closedPage, type Frame, pickerPage } from './picker-page.tsx'
import type { Selection } from './selection.ts'
import { shopOf } from './shop.ts'
import type { Visit } from './visit.ts'

export type Shown = { page: Page; status: number }

/** The picker for an event as it stands, or words for why nothing is sold. Never blank. */
export async function showPicker(
  ctx: Context,
  visit: Visit,
  { selection, refusal }: { selection: Selection; refusal?: string },
): Promise<Shown> {
  const { eventId, frame } = visit
  if (eventId === null) return nothingHere(frame)
  const snapshot = await readSnapshot(ctx, visit, selection.promoCode)
  if (snapshot === null) return away(frame)
  if (snapshot.event === null) return closed(ctx, frame, eventId)
  const shop = shopOf(snapshot.event)
  if (shop.isOver) return { page: closedPage(frame, { phase: 'ended', title: shop.title }), status: 200 }
  const format = createFormat(frame.locale, shop)
  const page = pickerPage(frame, { shop, format, selection, refusal, isStale: snapshot.isStale })
  return { page, status: refusal === undefined ? 200 : 422 }
}

async function readSnapshot(
  ctx: Context,
  { eventId, clientAddress }: Visit,
  promoCode: string,
): Promise<Snapshot | null> {
  if (eventId === null) return null
  try {
    const wanted = { id: eventId, clientAddress, ...(promoCode !== '' && { promoCode }) }
    return await ctx.catalogue.read(wanted)
  } catch (error) {
    if (!isUpstream(error)) throw error
    ctx.log.warn({ err: error.cause, event: eventId }, 'The picker has nothing to show')
    return null
  }
}

/** The ticket system shows nobody this event; what it last told us says why. */
async function closed(ctx: Context, frame: Frame, eventId: number): Promise<Shown> {
  const link = await findLinkByHiEvent(ctx.db, eventId)
  if (link === undefined) return nothingHere(frame)
  const source = { sourceStatus: link.status, hasBeenOnSale: link.wasLive }
  const phase = ticketingPhaseOf({ status: ticketingStatusOf(link.status), ...source })
  // It said LIVE a moment ago and shows nothing now: a pause we have not read yet.
  return {
    page: closedPage(frame, { phase: phase === 'on_sale' ? 'paused' : phase, title: link.title }),
    status: 200,
  }
}

function nothingHere(frame: Frame): Shown {
  return { page: closedPage(frame, { phase: 'none', sentence: 'There are no tickets here.' }), status: 404 }
}

function away(frame: Frame): Shown {
  const sentence = 'The ticket system is not answering right now. Try again in a moment.'
  return { page: closedPage(frame, { phase: 'paused', sentence }), status: 503 }
}
