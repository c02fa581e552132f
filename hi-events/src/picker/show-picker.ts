import { ticketingPhaseOf, ticketingStatusOf } from '@tuvens/contract'
import type { PickerContext as Context } from './context.ts'
import { findLinkByHiEvent, type Link } from '../linking/store.ts'
import { noteShop } from '../sales/follow-shops.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { PublicEvent } from '../upstream/answers.ts'
import type { Page } from '../web/page.tsx'
import { render, type Rendered } from '../web/send-page.ts'
import type { Snapshot } from '../shop/catalogue.ts'
import { closedPage } from './view/closed-page.tsx'
import { createFormat } from './view/format.ts'
import { type Answers, type Frame, pickerPage } from './view/picker-page.tsx'
import type { Selection } from './form/selection.ts'
import { shopOf } from '../shop/shop.ts'
import type { Visit } from './picker-request.ts'

/** Rendered pages of a shop, for as long as the shop stays as it is. */
const rendered = new WeakMap<PublicEvent, Map<string, Rendered>>()
const MAX_VARIANTS = 50

/** A page and the status it is answered with. */
export type Shown = { page: Page | Rendered; status: number }

/** What somebody chose, and what the picker has to say to it. */
export type Asked = { selection: Selection } & Pick<Answers, 'refusal' | 'waiting'>

/** The picker for an event as it stands, or words for why nothing is sold. Never blank. */
export async function showPicker(context: Context, visit: Visit, asked: Asked): Promise<Shown> {
  const { eventId, frame } = visit
  if (eventId === null) return nothingHere(frame)
  const { promoCode } = asked.selection
  let snapshot = await readSnapshot(context, visit, { promoCode })
  if (snapshot?.event === null) {
    const link = await findLinkByHiEvent(context.db, eventId)
    if (link === undefined) return nothingHere(frame)
    if (link.status !== 'LIVE') return closed(frame, link)
    // Another node may have learnt that it is live after we looked: who comes for that is not shown what was so before.
    snapshot = await readSnapshot(context, visit, { promoCode, since: link.readAt?.getTime() ?? 0 })
    if (snapshot?.event === null) return closed(frame, link)
  }
  if (snapshot === null) return away(frame)
  const shop = shopOf(snapshot.event)
  if (promoCode === '') noteOnce(context, eventId, snapshot)
  if (shop.isOver) return { page: closedPage(frame, { phase: 'ended', title: shop.title }), status: 200 }
  const { isStale, code } = snapshot
  const answers = { ...asked, isStale, code, isApplying: visit.isApplying }
  const make = () => pickerPage(frame, { shop, format: createFormat(frame.locale, shop), ...answers })
  if (!isUntouched(asked, visit)) return { page: make(), status: 200 }
  const { locale, theme, isStandalone } = frame
  const variant = [locale, theme, isStandalone, isStale, code, promoCode].join(' ')
  return { page: once(snapshot.event, variant, make), status: 200 }
}

const noted = new WeakSet<PublicEvent>()

/** What a visitor saw is as good as a look of our own, and costs the ticket system nothing more. */
function noteOnce(context: Context, eventId: number, snapshot: Snapshot): void {
  if (snapshot.event === null || noted.has(snapshot.event)) return
  noted.add(snapshot.event)
  noteShop(context, eventId, snapshot).catch((error: unknown) => {
    context.log.warn(
      { err: error, event: eventId },
      'How sales stand could not be kept; it is looked at again',
    )
  })
}

function isUntouched({ selection, refusal, waiting }: Asked, { isApplying }: Visit): boolean {
  const isAnswer = refusal !== undefined || waiting !== undefined || isApplying
  return selection.quantities.size === 0 && selection.amounts.size === 0 && !isAnswer
}

/** Everybody who has chosen nothing yet sees the same page: it is made once. */
function once(event: PublicEvent, variant: string, make: () => Page): Rendered {
  const variants = rendered.get(event) ?? new Map<string, Rendered>()
  rendered.set(event, variants)
  const known = variants.get(variant)
  if (known !== undefined) return known
  if (variants.size >= MAX_VARIANTS) variants.clear()
  const made = render(make())
  variants.set(variant, made)
  return made
}

async function readSnapshot(
  context: Context,
  { eventId, clientAddress }: Visit,
  { promoCode, since = 0 }: { promoCode: string; since?: number },
): Promise<Snapshot | null> {
  if (eventId === null) return null
  try {
    const wanted = { id: eventId, clientAddress, since, ...(promoCode !== '' && { promoCode }) }
    return await context.catalogue.read(wanted)
  } catch (error) {
    if (!isUpstream(error)) throw error
    context.log.warn({ err: error.cause, event: eventId }, 'The picker has nothing to show')
    return null
  }
}

/** The ticket system shows nobody this event; what it last told us says why. */
function closed(frame: Frame, link: Link): Shown {
  const source = { sourceStatus: link.status, hasBeenOnSale: link.wasLive, sales: null }
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
