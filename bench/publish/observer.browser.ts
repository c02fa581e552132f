/** Runs in the event page: records the times at which the ticket widget appears, becomes usable and disappears. */

export type Observation = { what: 'shown' | 'ready' | 'gone'; at: number }

declare global {
  interface Window {
    benchObservations: Observation[]
  }
}

window.benchObservations = []
let isShown = find() !== null

function find(): Element | null {
  return document.querySelector('iframe[src*="/embed/"]')
}

function note(what: Observation['what']): void {
  window.benchObservations.push({ what, at: Date.now() })
}

new MutationObserver(() => {
  if ((find() !== null) === isShown) return
  isShown = !isShown
  note(isShown ? 'shown' : 'gone')
}).observe(document.documentElement, { subtree: true, childList: true, attributes: true })

addEventListener('message', ({ data }: MessageEvent<{ type?: string } | null>) => {
  if (data?.type === 'ready') note('ready')
})
