import type { EventSales, SalesDay } from '@tuvens/contract'
import type { HiOrder } from '../upstream/answers.ts'

type Sales = Omit<EventSales, 'event_id' | 'as_of' | 'timezone'>

/** The orders that hold their tickets. */
const STANDING = new Set(['COMPLETED', 'AWAITING_OFFLINE_PAYMENT'])
/** Amounts are added in the ten thousandth part, so that no fraction of binary numbers adds up. */
const PARTS = 10_000

/** Adds up orders, the newest first. A page that moved while it was read shows an order twice: it counts once. */
export function addUp(
  given: readonly HiOrder[],
  { timezone, isAll }: { timezone: string; isAll: boolean },
): Sales {
  const orders = [...new Map(given.map((order) => [order.id, order])).values()]
  const standing = orders.filter(({ status }) => STANDING.has(status))
  const currency = [...standing, ...orders].find((order) => isCurrency(order.currency))?.currency ?? null
  const amount = amountIn(currency)
  return {
    currency,
    orders: standing.length,
    tickets: sum(standing, ticketsOf),
    revenue: amount(sum(standing, (order) => partsOf(order, currency, 'total_gross'))),
    refunded: amount(sum(orders, (order) => partsOf(order, currency, 'total_refunded'))),
    awaiting_payment: standing.filter(({ status }) => status === 'AWAITING_OFFLINE_PAYMENT').length,
    cancelled: orders.filter(({ status }) => status === 'CANCELLED').length,
    days: daysOf(standing, { timezone, currency }),
    since: isAll ? null : new Date(orders.at(-1)?.created_at ?? 0).toISOString(),
    has_other_currencies: standing.some((order) => (order.currency ?? currency) !== currency),
  }
}

function daysOf(
  orders: readonly HiOrder[],
  { timezone, currency }: { timezone: string; currency: string | null },
): SalesDay[] {
  // Swedish writes dates as ISO 8601 does.
  const dayIn = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' })
  const byDay = new Map<string, HiOrder[]>()
  for (const order of orders) {
    const day = dayIn.format(new Date(order.created_at))
    byDay.set(day, [...(byDay.get(day) ?? []), order])
  }
  const amount = amountIn(currency)
  return [...byDay]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([day, sold]) => ({
      day,
      orders: sold.length,
      tickets: sum(sold, ticketsOf),
      revenue: amount(sum(sold, (order) => partsOf(order, currency, 'total_gross'))),
    }))
}

function ticketsOf({ order_items: items }: HiOrder): number {
  return sum(items ?? [], ({ quantity }) => Math.max(0, Math.trunc(quantity)))
}

function partsOf(order: HiOrder, currency: string | null, field: 'total_gross' | 'total_refunded'): number {
  if ((order.currency ?? currency) !== currency) return 0
  return Math.max(0, Math.round((order[field] ?? 0) * PARTS))
}

function isCurrency(currency: string | null | undefined): boolean {
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
}

/** Writes an amount with the decimals of its currency. */
function amountIn(currency: string | null): (parts: number) => string {
  const digits =
    currency === null
      ? 2
      : (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
          .maximumFractionDigits ?? 2)
  return (parts) => (parts / PARTS).toFixed(digits)
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
