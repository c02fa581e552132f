import { ServiceError } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'
import { isolated } from '@tuvens/platform/text/isolated'
import type { ShopSnapshot } from '../shop/shop-cache.ts'
import { type Offer, offersOf, type Shop, shopOf } from '../shop/shop.ts'
import { chooseDate } from './choose-date.ts'
import type { PickerContext } from './context.ts'
import type { Selection } from './form/selection.ts'
import { readSnapshot } from './read-snapshot.ts'
import { NOT_ON_SALE } from './refusal.ts'

/** A submitted form of a visitor. */
export type SubmittedForm = { eventId: number; clientIp: string; selection: Selection }

/** Why a shop does not take a form, in words; null when it does. */
type Check = (shop: Shop) => string | null

/** Why an order is not taken: the picker's own page does not offer at this moment what it names. Null when it does. */
export async function refuseOrder(context: PickerContext, form: SubmittedForm): Promise<ServiceError | null> {
  return refuseUnless(context, form, (shop) => {
    const titles = new Map(
      shop.sections.flatMap(({ tickets }) => tickets.map(({ id, title }) => [id, isolated(title)])),
    )
    const offers = new Map(offersOf(shop).map((offer) => [offer.priceId, offer]))
    for (const [priceId, { productId, quantity }] of form.selection.quantities) {
      const offer = offers.get(priceId)
      const words =
        offer?.productId === productId ? closedWordsOf(offer, titles.get(productId) ?? '') : NOT_ON_SALE
      if (quantity > 0 && words !== null) return words
    }
    return null
  })
}

/** Why nobody can wait for a price: the picker's own page has no waiting list for it at this moment. Null when it has. */
export async function refuseWaiting(
  context: PickerContext,
  form: SubmittedForm,
  priceId: number,
): Promise<ServiceError | null> {
  return refuseUnless(context, form, (shop) => {
    const waitable = shop.sections.flatMap(({ tickets }) => tickets.filter((each) => each.hasWaitingList))
    const offers = waitable.flatMap((ticket) => ticket.offers)
    const offer = offers.find((each) => each.priceId === priceId)
    if (offer?.availability === 'sold-out') return null
    const isBack = offer?.availability === 'available'
    return isBack
      ? 'There are tickets again: choose them here.'
      : 'There is no waiting list for these tickets.'
  })
}

/** Without a sold out offer: places may have come back, and the ticket system decides about each. */
function closedWordsOf({ availability }: Offer, title: string): string | null {
  if (availability === 'not-yet') return `${title} is not on sale yet.`
  if (availability === 'over') return `Sales of ${title} are over.`
  return availability === 'unavailable' ? `${title} is not available.` : null
}

/** A refusal rests on a fresh reading: the page of another node may be newer than what is in memory here. */
async function refuseUnless(
  context: PickerContext,
  form: SubmittedForm,
  check: Check,
): Promise<ServiceError | null> {
  const now = context.clock.now()
  const words =
    (await wordsOf(context, form, { check, since: 0 })) &&
    (await wordsOf(context, form, { check, since: now }))
  if (words === null) return null
  context.shopCache.invalidate(form.eventId)
  return new ServiceError('BUSINESS_RULE', { message: words })
}

async function wordsOf(
  context: PickerContext,
  { eventId, clientIp, selection }: SubmittedForm,
  { check, since }: { check: Check; since: number },
): Promise<string | null> {
  const { promoCode, dateId } = selection
  const visitor = { eventId, clientIp, promoCode, since }
  const snapshot = await readSnapshot(context, visitor)
  // The ticket system, which does not answer, refuses the form itself.
  if (typeof snapshot === 'string') return null
  if (snapshot.event === null) return NOT_ON_SALE
  const shop = shopOf(snapshot.event)
  if (shop.isOver) return PHASES.ended.sentence
  if (dateId === null || !shop.hasSeveralDates) return wordsOfShop(snapshot, shop, check)
  const choice = await chooseDate(context, shop, dateId)
  // The ticket system has words of its own about a date that takes no orders.
  if ('dates' in choice || choice.date === null) return null
  const dated = await readSnapshot(context, { ...visitor, dateId })
  return typeof dated === 'object' && dated.event
    ? wordsOfShop(dated, shopOf(dated.event, choice.date), check)
    : null
}

function wordsOfShop({ code }: ShopSnapshot, shop: Shop, check: Check): string | null {
  const words = check(shop)
  if (words === null) return null
  return code === 'unchecked' ? 'Your code could not be checked right now. Try again in a moment.' : words
}
