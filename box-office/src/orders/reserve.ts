import type { Tx } from '@tuvens/platform/db/db'
import type { OrderContext } from './context.ts'
import { requireSelling } from '../events/selling.ts'
import type { EventRow } from '../events/store.ts'
import { settingsOf } from '../events/settings/settings-shape.ts'
import { readProducts } from '../catalogue/read.ts'
import { mergeRollups } from '../catalogue/pricing.ts'
import { usablePromo } from '../products/promo.ts'
import { lockPromo, type PromoRow } from '../catalogue/promo-store.ts'
import { lockPrices } from '../catalogue/store.ts'
import { invalid } from '../refusal.ts'
import { publicId, shortId } from '../rest/random.ts'
import { roundMoney } from '../rest/text.ts'
import { chooseItems } from './choose.ts'
import { requirePlaces } from './places.ts'
import { checkHolds, clientHashOf } from './holds/holds.ts'
import { type OrderRequest, readOrderRequest } from './input.ts'
import { hashSession, readFullOrder, type FullOrder } from './read.ts'
import { insertItems, insertOrder, type NewItem } from './store.ts'

/** The session identifier is returned only here; the database has its hash. */
export type ReservedOrder = FullOrder & { sessionIdentifier: string }

/**
 * Holds tickets for the time the event allows. Stock is checked under a lock of the prices, so a ticket is never held
 * twice.
 *
 * @throws Refusal 404, 422 and 429 with a message for the buyer; ServiceError RATE_LIMITED
 */
export async function reserveOrder(
  context: OrderContext,
  { eventId, input, address }: { eventId: number; input: unknown; address: string },
): Promise<ReservedOrder> {
  await context.entrances.admit('order', { address })
  const event = await requireSelling(context, eventId)
  const hasDates = context.config.shape === 'next'
  const wanted = readOrderRequest(input, { hasDates })
  const sessionIdentifier = context.random(20).toString('hex')
  const clientHash = clientHashOf(context, address)
  const { order_timeout_in_minutes: minutes } = settingsOf(event, { email: '', name: '' })
  const full = await context.limitSales(eventId, () =>
    context.db.begin(async (tx) => {
      await lockPrices(
        tx,
        wanted.lines.map((each) => each.priceId),
      )
      const promo = await lockUsablePromo(tx, context, { eventId, code: wanted.promoCode })
      const products = await readProducts(tx, [eventId])
      const overrides = hasDates ? await requirePlaces(tx, context, { eventId, lines: wanted.lines }) : []
      const items = chooseItems(wanted, { products, promo, overrides, now: context.clock.now() })
      await checkHolds(tx, context, { clientHash, minutes, items, products })
      const draft = { event, items, promo, sessionIdentifier, clientHash, minutes, locale: wanted.locale }
      return storeOrder(tx, context, draft)
    }),
  )
  return { ...full, sessionIdentifier }
}

async function lockUsablePromo(
  tx: Tx,
  { clock }: OrderContext,
  { eventId, code }: { eventId: number; code: OrderRequest['promoCode'] },
): Promise<PromoRow | null> {
  if (code === null) return null
  const wanted = { eventId, code, now: clock.now() }
  const found = await usablePromo(tx, wanted)
  const limited = found !== null && found.max_allowed_usages !== null
  if (limited) await lockPromo(tx, found.id)
  // Read again under the lock: another order may have used the code for the last time meanwhile.
  const usable = limited ? await usablePromo(tx, wanted) : found
  if (usable === null) throw invalid('promo_code', 'This promo code is invalid')
  return usable
}

type OrderDraft = {
  event: EventRow
  items: readonly NewItem[]
  promo: PromoRow | null
  sessionIdentifier: string
  clientHash: Buffer
  /** For which the tickets are held. */
  minutes: number
  locale: string
}

const MAX_TOTAL = 100_000_000

async function storeOrder(tx: Tx, { random }: OrderContext, draft: OrderDraft): Promise<FullOrder> {
  const { event, items, promo, sessionIdentifier, clientHash, minutes, locale } = draft
  const total = (part: (item: NewItem) => number) =>
    roundMoney(items.reduce((sum, each) => sum + part(each), 0))
  if (total((each) => each.total_gross) > MAX_TOTAL) throw invalid('products', 'This order is too large.')
  const [order] = await insertOrder(tx, {
    event_id: event.id,
    short_id: shortId(random, 'o'),
    public_id: publicId(random, 'O'),
    session_hash: hashSession(sessionIdentifier),
    client_hash: clientHash,
    currency: event.currency,
    promo_code_id: promo?.id ?? null,
    promo_code: promo?.code ?? null,
    locale,
    holdMinutes: minutes,
    total_before_additions: total((each) => each.total_before_additions),
    total_tax: total((each) => each.total_tax),
    total_fee: total((each) => each.total_service_fee),
    total_gross: total((each) => each.total_gross),
    taxes_and_fees_rollup: mergeRollups(items.map((each) => each.taxes_and_fees_rollup)),
  })
  if (order === undefined) throw new TypeError('inserting an order returned nothing')
  await insertItems(tx, order.id, items)
  return readFullOrder(tx, order)
}
