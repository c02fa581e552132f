import { hooks } from './hooks.browser.ts'
import { refresh, sendToParent } from './parent-page.browser.ts'
import { reportCompletedOrder as watch } from './watch-order.browser.ts'

let opened: string | null = null

/**
 * Keeps the checkout that is opened, for a visitor who comes back: the parent page keeps it for a frame, and a picker in a
 * tab of its own keeps it in its entry of the history, so that nothing is stored.
 */
export function rememberCheckout(url: string): void {
  opened = url
  history.replaceState({ checkout: url }, '')
}

/** Shows who comes back from a checkout the order they hold. */
export function awaitComingBack(): void {
  hooks.held = show
  const state: { checkout?: unknown } | null = history.state
  if (typeof state?.checkout === 'string') show(state.checkout)
  // The page as it was left, its script included.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && opened !== null) show(opened)
  })
}

/** Shows the order of a checkout while it is held. */
export function show(url: string): void {
  const path = document.body.dataset['heldScript'] ?? ''
  void import(path).then(({ showHeldOrder }) =>
    showHeldOrder(url, { ...hooks, sendToParent, refresh, watch }),
  )
}
