import { hooks, type OrderState } from './hooks.browser.ts'
import { orderUrlOf } from './order-url.ts'
import { sendToParent } from './parent-page.browser.ts'

/** An order holds its tickets for 15 minutes, but a payment may take longer. */
const [CHECK_MS, GIVE_UP_MS] = [4_000, 3_600_000]
const STATES: Record<string, OrderState> = {
  RESERVED: 'open',
  COMPLETED: 'complete',
  AWAITING_OFFLINE_PAYMENT: 'complete',
}

/**
 * Watches an order while its visitor checks out in another tab, or came back from the checkout. Once the order is
 * complete, tells the parent page and loads the picker again.
 *
 * @param checkoutUrl `/checkout/:event/:order/…?session_identifier=…` of this origin
 */
export async function reportCompletedOrder(checkoutUrl: string): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS
  let state: OrderState = 'open'
  while ((state === 'open' || state === 'unknown') && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS))
    if (!document.hidden) state = await (hooks.settle ?? readState)(checkoutUrl)
  }
  if (state !== 'complete') return
  if (!hooks.settle) sendToParent({ type: 'order-complete' })
  location.replace(location.href)
}

type PublicOrder = { data?: { status?: string; is_expired?: boolean } }

/** The state in Hi.Events. */
async function readState(checkoutUrl: string): Promise<OrderState> {
  try {
    const headers = { accept: 'application/json' }
    const response = await fetch(orderUrlOf(checkoutUrl), { credentials: 'omit', headers })
    if (response.status === 429 || response.status >= 500) return 'unknown'
    if (!response.ok) return 'gone'
    const { data }: PublicOrder = await response.json()
    return (!data?.is_expired && STATES[data?.status ?? '']) || 'gone'
  } catch {
    return 'unknown'
  }
}
