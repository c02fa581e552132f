import { type Beacon, WIDGET_OUTCOMES } from '@tuvens/contract'
import { histogram } from '@tuvens/platform/telemetry/registry'

/** The limits of good and poor by web.dev/vitals are among them: 2.5 and 4 s, 0.2 and 0.5 s, 0.1 and 0.25. */
const vitals = histogram({
  name: 'tuvens_web_vital',
  help: 'What page views felt like, by beacon: LCP and INP in seconds, CLS without unit',
  labels: { name: ['LCP', 'CLS', 'INP'] },
  buckets: [0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 10],
})
const widgets = histogram({
  name: 'tuvens_widget_load_seconds',
  help: 'From the moment tickets come into view in an event page until they work, fail or take too long, by beacon',
  labels: { outcome: WIDGET_OUTCOMES },
  buckets: [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 10, 15],
})

/** Adds one page view to the metrics. */
export function observeBeacon({ lcp, inp, cls, widget }: Beacon): void {
  if (lcp !== undefined) vitals.observe({ name: 'LCP' }, lcp / 1000)
  if (inp !== undefined) vitals.observe({ name: 'INP' }, inp / 1000)
  if (cls !== undefined) vitals.observe({ name: 'CLS' }, cls)
  if (widget !== undefined) widgets.observe({ outcome: widget.outcome }, widget.ms / 1000)
}
