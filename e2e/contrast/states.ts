import type { Page } from '@playwright/test'

const INTERACTIVE = 'a, button, summary, input, select, textarea'

/** Puts everything that one can act on into a state at once, as DevTools do. */
export async function forceState(page: Page, state: 'hover' | 'focus-visible'): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('DOM.enable')
  await devTools.send('CSS.enable')
  const { root } = await devTools.send('DOM.getDocument')
  const { nodeIds } = await devTools.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: INTERACTIVE,
  })
  const forcedPseudoClasses = state === 'hover' ? ['hover'] : ['focus', 'focus-visible']
  await Promise.all(
    nodeIds.map((nodeId) => devTools.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses })),
  )
}
