import { type EventSales, ServiceError } from '@tuvens/contract'
import { findLink } from '../linking/store.ts'
import { hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import type { HiOrder } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import { addUp } from './add-up-sales.ts'
import type { ReportContext } from './context.ts'

const FRESH_MS = 60_000
const MAX_KEPT = 1_000
/** Pages of 100 orders: what one look costs of the calls that the account has a minute. */
const MAX_PAGES = 10

/** The sales of an event; a result that is at most a minute old is given again. */
export type SalesReader = (eventId: string) => Promise<EventSales>

/** @throws ServiceError NOTHING_LINKED, UPSTREAM_UNAVAILABLE */
export function createSalesReader(context: ReportContext): SalesReader {
  const kept = new Map<string, { at: number; sales: Promise<EventSales> }>()
  return (eventId) => {
    const now = context.clock.now()
    const known = kept.get(eventId)
    if (known !== undefined && now - known.at >= 0 && now - known.at < FRESH_MS) return known.sales
    const sales = readSales(context, eventId)
    kept.delete(eventId)
    kept.set(eventId, { at: now, sales })
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    // A failure is not given again.
    sales.catch(() => kept.delete(eventId))
    return sales
  }
}

async function readSales(context: ReportContext, eventId: string): Promise<EventSales> {
  const link = await findLink(context.db, eventId)
  if (link === undefined) throw new ServiceError('NOTHING_LINKED')
  const account = await findAccount(context.db, link.accountId)
  if (account === undefined || !hasLogin(account)) throw new ServiceError('UPSTREAM_UNAVAILABLE')
  try {
    return await context.tokens.use(
      account,
      async (token) => {
        const { timezone } = await context.hiEvents.event(token, link.hiEventId)
        const orders: HiOrder[] = []
        let isAll = false
        for (let page = 1; page <= MAX_PAGES && !isAll; page++) {
          const read = await context.hiEvents.orders(token, link.hiEventId, page)
          orders.push(...read.orders)
          isAll = read.isLast
        }
        const as_of = new Date(context.clock.now()).toISOString()
        return { event_id: eventId, as_of, timezone, ...addUp(orders, { timezone, isAll }) }
      },
      'reading',
    )
  } catch (error) {
    if (!isUpstream(error)) throw error
    throw new ServiceError('UPSTREAM_UNAVAILABLE', { cause: error, retryAfter: 5 })
  }
}
