import { orderUrlOf } from './order-url.ts'
import { sendToParent } from './parent-page.browser.ts'
import { settling } from './settling.browser.ts'

/** An order holds its tickets for 15 minutes, but a payment may take longer. */
const [CHECK_MS, GIVE_UP_MS] = [4_000, 3_600_000]
const PENDING = new Set(['RESERVED', 'open', 'unknown'])
const COMPLETED = new Set(['COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'complete'])

/**
 * Watches an order while its visitor checks out in another tab, or came back from the checkout. Once the order is
 * complete, tells the parent page and loads the picker again.
 *
 * @param checkoutUrl `/checkout/:event/:order/…?session_identifier=…` of this origin
 */
export async function reportCompletedOrder(checkoutUrl: string): Promise<void> {
  const orderUrl = orderUrlOf(checkoutUrl)
  const deadline = Date.now() + GIVE_UP_MS
  let status = 'RESERVED'
  while (PENDING.has(status) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS))
    if (document.hidden) continue
    status = await (settling.settle?.(checkoutUrl) ?? readStatus(orderUrl))
  }
  if (!COMPLETED.has(status)) return
  if (!settling.settle) sendToParent({ type: 'order-complete' })
  location.replace(location.href)
}

type PublicOrder = { data?: { status?: string; is_expired?: boolean } }

/** The status in Hi.Events; `unknown` when reading should be repeated, `none` when there is no such order any more. */
async function readStatus(orderUrl: string): Promise<string> {
  try {
    const response = await fetch(orderUrl, { credentials: 'omit', headers: { accept: 'application/json' } })
    if (response.status === 429 || response.status >= 500) return 'unknown'
    if (!response.ok) return 'none'
    const { data }: PublicOrder = await response.json()
    return data?.is_expired === true ? 'none' : (data?.status ?? 'none')
  } catch {
    return 'unknown'
  }
}
