import { tell } from './parent-page.browser.ts'

/** How often a checkout under way is looked at, and for how long: a hold is a quarter of an hour, a payment may take longer. */
const [LOOK_MS, GIVE_UP_MS] = [4_000, 3_600_000]
const UNDER_WAY = new Set(['RESERVED', 'unknown'])
const PLACED = new Set(['COMPLETED', 'AWAITING_OFFLINE_PAYMENT'])

/**
 * For a frame that is still there while its visitor checks out: in another tab, or gone back from. Looks until the order
 * came through, says so to the page around and begins anew.
 *
 * @param checkoutUrl `/checkout/:event/:order/…?session_identifier=…` of this origin
 */
export async function sayWhenPlaced(checkoutUrl: string): Promise<void> {
  const { pathname, search } = new URL(checkoutUrl)
  const [, , eventId, orderId] = pathname.split('/')
  const order = `/api/public/events/${eventId}/order/${orderId}${search}`
  const until = Date.now() + GIVE_UP_MS
  let status = 'RESERVED'
  while (UNDER_WAY.has(status) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    if (!document.hidden) status = await statusOf(order)
  }
  if (!PLACED.has(status)) return
  tell({ type: 'order-complete' })
  location.replace(location.href)
}

/** A status of Hi.Events; `unknown` while it cannot be read, `none` when it never will be. */
async function statusOf(order: string): Promise<string> {
  try {
    const response = await fetch(order, { credentials: 'omit', headers: { accept: 'application/json' } })
    if (response.status === 429 || response.status >= 500) return 'unknown'
    if (!response.ok) return 'none'
    const { data } = (await response.json()) as { data?: { status?: string; is_expired?: boolean } }
    return data?.is_expired === true ? 'none' : (data?.status ?? 'none')
  } catch {
    return 'unknown'
  }
}
