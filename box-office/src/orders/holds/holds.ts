import type { Tx } from '@tuvens/platform/db/db'
import { clientKey } from '@tuvens/platform/limits/client'
import { createHmac } from 'node:crypto'
import type { BaseContext } from '../../base-context.ts'
import type { Product } from '../../catalogue/read.ts'
import { PassingRefusal } from '../../refusal.ts'
import { findUnfinishedHolds } from './store.ts'
import type { NewItem } from '../store.ts'

/** A client may hold this part of all tickets of a price, or the number of the setting if that is more. */
const SHARE = 1 / 4
/** So many full holds in two hours: one may expire and be made again. */
const HOLDS = 2

/** What a client wants to hold, and for how many minutes. */
type WantedHolds = {
  clientHash: Buffer
  minutes: number
  items: readonly NewItem[]
  products: readonly Product[]
}

/** Stored in place of the address. Keyed, because a plain hash of an IP address can be reversed by trying all of them. */
export function clientHashOf({ secrets }: BaseContext, address: string): Buffer {
  return createHmac('sha256', secrets.jwt[0])
    .update(`client ${clientKey(address)}`)
    .digest()
}

/**
 * Limits what one client holds of a price without finishing an order, at once and in a row. The caller holds the stock
 * lock of the prices. Without a stock nobody is kept from buying, so nothing is limited.
 *
 * @throws Refusal 429 with words for the buyer
 */
export async function checkHolds(tx: Tx, { config }: BaseContext, wanted: WantedHolds): Promise<void> {
  const { clientHash, minutes, items, products } = wanted
  const prices = products.flatMap((product) => product.prices)
  for (const { product_price_id: priceId, quantity } of items) {
    const stock = prices.find(({ id }) => id === priceId)?.initial_quantity_available ?? null
    if (stock === null) continue
    const max = Math.max(config.maxHeldTickets, Math.ceil(stock * SHARE))
    const { held, ticketMinutes } = await findUnfinishedHolds(tx, { clientHash, priceId })
    if (held + quantity > max) throw tooMany(`At most ${max} tickets can be held at a time.`, minutes)
    if (Math.floor(ticketMinutes) + quantity * minutes > HOLDS * max * minutes)
      throw tooMany('Many tickets were held from here and not bought.', minutes)
  }
}

function tooMany(reason: string, minutes: number): PassingRefusal {
  const message = `${reason} Finish an open order first, or try again in ${minutes} minutes.`
  return new PassingRefusal(429, message, minutes * 60)
}
