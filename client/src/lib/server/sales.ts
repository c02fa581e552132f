import type { EventSales } from '@tuvens/contract'
import { Temporal } from 'temporal-polyfill'

/** A bar of the chart: where it stands in a box of 100 × 100, and what it says. */
export type Bar = { x: number; y: number; width: number; height: number; text: string }

export type ShownDay = { day: string; text: string; orders: string; tickets: string; revenue: string }

const MAX_BARS = 60

/** Sales as a page shows them. */
export function shownSales(sales: EventSales, locale: string) {
  const count = new Intl.NumberFormat(locale)
  const money = (amount: string) =>
    sales.currency === null
      ? count.format(Number(amount))
      : new Intl.NumberFormat(locale, { style: 'currency', currency: sales.currency }).format(Number(amount))
  const at = (instant: string) =>
    new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: sales.timezone,
    }).format(new Date(instant))
  const dayText = (day: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
      new Date(`${day}T12:00:00Z`),
    )
  const bars = barsOf(sales, (day, tickets) => `${dayText(day)}: ${count.format(tickets)}`)
  return {
    asOf: at(sales.as_of),
    since: sales.since === null ? null : at(sales.since),
    timezone: sales.timezone,
    tickets: count.format(sales.tickets),
    orders: count.format(sales.orders),
    revenue: money(sales.revenue),
    refunded: Number(sales.refunded) > 0 ? money(sales.refunded) : null,
    awaiting: sales.awaiting_payment > 0 ? count.format(sales.awaiting_payment) : null,
    cancelled: sales.cancelled > 0 ? count.format(sales.cancelled) : null,
    hasOtherCurrencies: sales.has_other_currencies,
    days: sales.days.toReversed().map(
      ({ day, ...sold }): ShownDay => ({
        day,
        text: dayText(day),
        orders: count.format(sold.orders),
        tickets: count.format(sold.tickets),
        revenue: money(sold.revenue),
      }),
    ),
    chart:
      bars.length < 2
        ? null
        : { bars, from: dayText(firstDay(sales)), to: dayText(sales.days.at(-1)?.day ?? '') },
    most: count.format(Math.max(0, ...sales.days.map(({ tickets }) => tickets))),
  }
}

/** The first day of the chart: it shows the last weeks of a long sale. */
function firstDay({ days }: EventSales): string {
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? '']
  if (first === '' || last === '') return first
  const earliest = Temporal.PlainDate.from(last).subtract({ days: MAX_BARS - 1 })
  return Temporal.PlainDate.compare(earliest, first) > 0 ? earliest.toString() : first
}

/** A bar for each day from the first to the last one, also for days on which nothing was sold. */
function barsOf(sales: EventSales, textOf: (day: string, tickets: number) => string): Bar[] {
  const last = sales.days.at(-1)?.day
  if (last === undefined) return []
  const sold = new Map(sales.days.map(({ day, tickets }) => [day, tickets]))
  const start = Temporal.PlainDate.from(firstDay(sales))
  const count = start.until(last, { largestUnit: 'days' }).days + 1
  const days = Array.from({ length: count }, (_, at) => start.add({ days: at }).toString())
  const most = Math.max(1, ...days.map((day) => sold.get(day) ?? 0))
  const width = 100 / count
  return days.map((day, at) => {
    const tickets = sold.get(day) ?? 0
    const height = (tickets / most) * 100
    return {
      x: at * width + width * 0.1,
      y: 100 - height,
      width: width * 0.8,
      height,
      text: textOf(day, tickets),
    }
  })
}
