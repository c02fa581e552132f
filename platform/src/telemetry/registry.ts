import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The values a label may have. `bounded`: they are not known here, and the definition's comment names what bounds them. */
export type LabelValues = readonly string[] | 'bounded'
type Labels = Readonly<Record<string, LabelValues>>
type ValueOf<V extends LabelValues> = V extends readonly string[] ? V[number] : string
/** The labels of one observation. */
export type LabelsOf<L extends Labels> = { [K in keyof L]: ValueOf<L[K]> }

/** What every metric has. Names are in snake case with their base unit: `tuvens_mails_total`, `tuvens_webhook_age_seconds`. */
export type MetricOptions<L extends Labels> = { name: string; help: string; labels?: L }

/** Counts events. */
export type CounterOf<L extends Labels> = { add: (labels: LabelsOf<L>, count?: number) => void }
/** Holds a value that rises and falls. */
export type GaugeOf<L extends Labels> = { set: (labels: LabelsOf<L>, value: number) => void }
/** Counts durations and other sizes in buckets. */
export type HistogramOf<L extends Labels> = { observe: (labels: LabelsOf<L>, value: number) => void }

/** One metric as it is defined. */
export type Definition = {
  name: string
  help: string
  kind: 'counter' | 'gauge' | 'histogram'
  labels: Labels
}
type Shared = { registry: Registry; definitions: Map<string, Definition>; isCollecting: boolean }

/**
 * One for the process, also where two bundles of it hold this file (the event site's server and its pages). Telemetry is
 * about the process, so it is no part of a context (decisions/020).
 */
const SHARED = Symbol.for('tuvens.telemetry.registry')
const state: Shared = shared()
const { registry, definitions } = state

function shared(): Shared {
  const holder: Record<symbol, Shared | undefined> = globalThis as never
  return (holder[SHARED] ??= { registry: new Registry(), definitions: new Map(), isCollecting: false })
}

/** All metrics of this process. */
export { registry as metricRegistry }

/** From now on metrics are collected. Where nobody reads them, they cost nothing. */
export function startCollecting(): void {
  state.isCollecting = true
}

/** Every metric that was defined, with the values its labels may have. */
export function metricDefinitions(): Definition[] {
  return [...definitions.values()]
}

export function counter<const L extends Labels = Record<never, never>>(
  options: MetricOptions<L>,
): CounterOf<L> {
  const made = define('counter', options, (given) => new Counter(given))
  return {
    add: (labels, count = 1) => {
      if (state.isCollecting) made.inc(labels, count)
    },
  }
}

export function gauge<const L extends Labels = Record<never, never>>(options: MetricOptions<L>): GaugeOf<L> {
  const made = define('gauge', options, (given) => new Gauge(given))
  return {
    set: (labels, value) => {
      if (state.isCollecting) made.set(labels, value)
    },
  }
}

/** Seconds: from a quick answer to one that people leave before it comes. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export function histogram<const L extends Labels = Record<never, never>>({
  buckets = DURATION_BUCKETS,
  ...options
}: MetricOptions<L> & { buckets?: readonly number[] }): HistogramOf<L> {
  const made = define('histogram', options, (given) => new Histogram({ ...given, buckets: [...buckets] }))
  return {
    observe: (labels, value) => {
      if (state.isCollecting) made.observe(labels, value)
    },
  }
}

type Given = { name: string; help: string; labelNames: string[]; registers: Registry[] }

/** A second definition of a name gives the first metric: the same file in another bundle. */
function define<M>(
  kind: Definition['kind'],
  { name, help, labels = {} as never }: MetricOptions<Labels>,
  make: (given: Given) => M,
): M {
  definitions.set(name, { name, help, kind, labels })
  const known = registry.getSingleMetric(name) as M | undefined
  return known ?? make({ name, help, labelNames: Object.keys(labels), registers: [registry] })
}

/** Runs before each scrape, to set gauges. A failure leaves their last values. */
export type Collector = () => Promise<void> | void
const collectors = new Set<Collector>()

/** Adds a collector. @returns removes it */
export function onScrape(collect: Collector): () => void {
  collectors.add(collect)
  return () => collectors.delete(collect)
}

/** Runs all collectors; returns how many failed. */
export async function collectAll(): Promise<number> {
  const results = await Promise.allSettled([...collectors].map(async (each) => each()))
  return results.filter((each) => each.status === 'rejected').length
}
