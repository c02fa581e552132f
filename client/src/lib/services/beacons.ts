import type { Beacon, WidgetOutcome } from '@tuvens/contract'

type BeaconOptions = {
  /** Where browsers reach the API. */
  apiUrl: string
  /** Part of the page views that are reported, 0 to 1. */
  sample: number
  random?: () => number
}

let send: ((beacon: Beacon) => void) | null = null
/** What is known before this page view is decided on: a frame may be ready before the page is. Null afterwards. */
let early: Beacon[] | null = []

/**
 * Reports what this page view feels like to the API, when it is one of the sample: once, when the page is hidden. Only then
 * is the library loaded. No cookie, address or name is part of it.
 */
export async function startBeacons({ apiUrl, sample, random = Math.random }: BeaconOptions): Promise<void> {
  if (early === null) return
  const waiting = early
  early = null
  if (random() >= sample) return
  send = (beacon) => {
    const body = new Blob([JSON.stringify(beacon)], { type: 'application/json' })
    navigator.sendBeacon(`${apiUrl}/api/beacons`, body)
  }
  for (const beacon of waiting) send(beacon)
  // A measurement that cannot be loaded is left out.
  const vitals = await import('web-vitals').catch(() => null)
  if (vitals === null) return
  const seen: Beacon = {}
  vitals.onLCP(({ value }) => void (seen.lcp = Math.round(value)))
  vitals.onINP(({ value }) => void (seen.inp = Math.round(value)))
  vitals.onCLS(({ value }) => void (seen.cls = Math.round(value * 10_000) / 10_000))
  // After the listeners of the library, which gives its last values when the page is hidden.
  const report = () => {
    if (document.visibilityState !== 'hidden') return
    document.removeEventListener('visibilitychange', report)
    if (Object.keys(seen).length > 0) send?.(seen)
  }
  document.addEventListener('visibilitychange', report)
}

/** Reports how the tickets of this page ended loading, in a page view of the sample. */
export function reportWidget(outcome: WidgetOutcome, ms: number): void {
  const beacon: Beacon = { widget: { outcome, ms: Math.round(Math.min(Math.max(ms, 0), 600_000)) } }
  if (early === null) send?.(beacon)
  else early.push(beacon)
}
