import { imagesOf } from '../events/cover/shape.ts'
import { createHmac } from 'node:crypto'
import type { BaseContext } from '../base-context.ts'
import type { PriceRow } from '../catalogue/store.ts'
import { hasSeveralDates } from '../dates/several.ts'
import { listOccurrences, listPriceOverrides, type OccurrenceRow } from '../dates/store.ts'
import { publicAttributesOf, publicEventCore } from '../events/shape.ts'
import { publicSettingsOf, settingsOf } from '../events/settings/settings-shape.ts'
import { countView, type EventRow, findAnyEvent } from '../events/store.ts'
import type { Bearer } from '../rest/principal.ts'
import { publicOrganizerDetailShape } from '../organizers/shape.ts'
import { findOrganizer, type OrganizerRow } from '../organizers/store.ts'
import { isSoldOut, saleWindow } from '../catalogue/availability.ts'
import {
  type Category,
  offeredIn,
  type Product,
  readCatalogue,
  withoutHiddenPrices,
} from '../catalogue/read.ts'
import { usablePromo } from '../products/promo.ts'
import type { PromoRow } from '../catalogue/promo-store.ts'
import { type Sales, salesOf } from '../products/sales.ts'
import { categoryShape, publicProductShape } from '../catalogue/shape.ts'
import { missing } from '../refusal.ts'

export type PublicEvent = {
  event: EventRow
  organizer: OrganizerRow
  /** only what this visitor may see, with visible prices */
  categories: Category[]
  promo: PromoRow | null
  hasSeveralDates: boolean
  /** its dates to come, without the cancelled ones; none in the version without dates */
  dates: OccurrenceRow[]
  /** the one whose tickets are shown */
  date: OccurrenceRow | null
  /** also considers products that are hidden by their dates or stock */
  sales: Sales
}
export type PublicEventRequest = {
  id: number
  bearer?: Bearer | null
  promoCode?: string | undefined
  /** The date whose prices are shown. */
  occurrenceId?: number
  viewer?: string
}

/**
 * @returns null for an event that is not live, unless the caller belongs to its account
 * @throws Refusal 404 when there is no such event
 */
export async function readPublicEvent(
  context: BaseContext,
  request: PublicEventRequest,
): Promise<PublicEvent | null> {
  const { db, clock } = context
  const event = await findAnyEvent(db, request.id)
  if (event === undefined) throw missing('Event', request.id)
  if (event.status !== 'LIVE' && !isOwnEvent(request.bearer, event)) return null
  const organizer = await findOrganizer(db, { accountId: event.account_id, id: event.organizer_id })
  if (organizer === undefined) throw missing('Organizer', event.organizer_id)
  const promo = await promoOf(context, request)
  if (request.viewer !== undefined)
    await countView(db, { eventId: event.id, viewerHash: hashOf(context, request.viewer) })
  const offered = await pricedOn(context, request, offeredIn(await readCatalogue(db, [event.id]), promo))
  const now = clock.now()
  const chosen = await chosenDate(context, event, request)
  return {
    event,
    organizer,
    promo,
    ...chosen,
    categories: visibleIn(offered, now),
    sales: salesOf(offered, now),
  }
}

/** The dates to come, and the one whose tickets are shown: of several, the one that was asked for. */
async function chosenDate(
  { db, clock, config }: BaseContext,
  event: EventRow,
  { occurrenceId }: PublicEventRequest,
): Promise<Pick<PublicEvent, 'hasSeveralDates' | 'dates' | 'date'>> {
  if (config.shape === 'stock') return { hasSeveralDates: false, dates: [], date: null }
  const all = await listOccurrences(db, [event.id])
  const dates = all.filter(
    (each) => each.status === 'ACTIVE' && (each.end_date ?? each.start_date).getTime() >= clock.now(),
  )
  const isSeveral = hasSeveralDates(event, all)
  const date = isSeveral ? dates.find((each) => each.id === occurrenceId) : dates[0]
  return { hasSeveralDates: isSeveral, dates, date: date ?? null }
}

/** With the prices of the date that was asked for. */
async function pricedOn(
  { db, config }: BaseContext,
  { id, occurrenceId = 0 }: PublicEventRequest,
  categories: Category[],
): Promise<Category[]> {
  if (config.shape !== 'next' || !isId(occurrenceId)) return categories
  const overrides = await listPriceOverrides(db, { eventId: id, ids: [occurrenceId] })
  const priceOf = (price: PriceRow) =>
    overrides.find((each) => each.product_price_id === price.id)?.price ?? price.price
  return categories.map((category) => ({
    ...category,
    products: category.products.map((product) => ({
      ...product,
      prices: product.prices.map((price) => ({ ...price, price: priceOf(price) })),
    })),
  }))
}

const isId = (value: number) => Number.isInteger(value) && value > 0 && value < 2 ** 31

function isOwnEvent(bearer: Bearer | null | undefined, event: EventRow): boolean {
  if (bearer === undefined || bearer === null || bearer.role === null) return false
  return bearer.accountId === event.account_id
}

async function promoOf(
  { db, clock }: BaseContext,
  { id, promoCode }: PublicEventRequest,
): Promise<PromoRow | null> {
  if (promoCode === undefined || promoCode === '') return null
  return usablePromo(db, { eventId: id, code: promoCode, now: clock.now() })
}

/** Keyed, because a plain hash of an IP address can be reversed by trying all of them. */
function hashOf({ secrets }: BaseContext, viewer: string): Buffer {
  return createHmac('sha256', secrets.jwt[0]).update(viewer).digest()
}

/** Without products that are hidden by their dates or stock. */
function visibleIn(offered: readonly Category[], now: number): Category[] {
  return offered.map((category) => ({
    ...category,
    products: category.products.filter((each) => isVisible(each, now)).map(withoutHiddenPrices),
  }))
}

function isVisible(product: Product, now: number): boolean {
  const { isBefore, isAfter } = saleWindow(product, now)
  if (product.hide_before_sale_start_date && isBefore) return false
  if (product.hide_after_sale_end_date && isAfter) return false
  return !(product.hide_when_sold_out && isSoldOut(product))
}

export function publicEventShape({ event, organizer, categories, promo }: PublicEvent, now: number) {
  return {
    ...publicEventCore(event, now),
    product_categories: categories.map((category) => ({
      ...categoryShape(category),
      products: category.products.map((each) => publicProductShape(each, { now, promo })),
    })),
    settings: publicSettingsOf(settingsOf(event, organizer)),
    ...publicAttributesOf(event),
    images: imagesOf(event),
    organizer: publicOrganizerDetailShape(organizer),
  }
}
