import { sendToParent } from './parent-page.browser.ts'
import type { OrderState } from './hooks.browser.ts'

const { liveEvent } = document.body.dataset

/**
 * Has the ticket origin confirm an order. The first page that learns of a complete one reports it to its parent page; any
 * other page has its parent forget the checkout.
 *
 * @param checkoutUrl `/checkout/:event/:order/…?session_identifier=…` of this origin
 */
export async function settleOrder(checkoutUrl: string): Promise<OrderState> {
  const { pathname, searchParams } = new URL(checkoutUrl)
  const [, , , order] = pathname.split('/')
  const { state, is_first } = await confirm({
    order,
    session_identifier: searchParams.get('session_identifier'),
  })
  if (is_first && order !== undefined) sendToParent({ type: 'order-complete', order })
  else if (state === 'complete' || state === 'gone') sendToParent({ type: 'released' })
  return state
}

async function confirm(body: object): Promise<{ state: OrderState; is_first?: boolean }> {
  try {
    const response = await fetch(`/embed/event/${liveEvent}/completed`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok) return await response.json()
    return { state: response.status === 429 || response.status >= 500 ? 'unknown' : 'gone' }
  } catch {
    return { state: 'unknown' }
  }
}
