import type { Sample } from './samples.ts'

/** The requests to one route: how many, how many failed, and how many took at most so many seconds. */
export type RouteTraffic = { requests: number; errors: number; buckets: ReadonlyMap<number, number> }

/** What a node, or several together, answered between two looks, by method and route. */
export type NodeTraffic = ReadonlyMap<string, RouteTraffic>

const DURATION = 'tuvens_http_request_duration_seconds'
/** Balancers call these, and a node that stops answers 503 there. */
const PROBES = new Set(['/healthz', '/readyz'])

/** What one node answered between two looks at its metrics. */
export function trafficBetween(before: readonly Sample[], after: readonly Sample[]): NodeTraffic {
  const earlier = new Map(before.map((each) => [keyOf(each), each.value]))
  const traffic = new Map<string, RouteTraffic & { buckets: Map<number, number> }>()
  for (const sample of after) {
    const { name, labels } = sample
    if (!name.startsWith(DURATION) || PROBES.has(labels['route'] ?? '')) continue
    const more = sample.value - (earlier.get(keyOf(sample)) ?? 0)
    const route = `${labels['method']} ${labels['route']}`
    const found = traffic.get(route) ?? { requests: 0, errors: 0, buckets: new Map<number, number>() }
    traffic.set(route, found)
    if (name === `${DURATION}_count`) {
      found.requests += more
      if (labels['status'] === '5xx') found.errors += more
    }
    if (name === `${DURATION}_bucket`) {
      const limit = Number(labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : labels['le'])
      found.buckets.set(limit, (found.buckets.get(limit) ?? 0) + more)
    }
  }
  return traffic
}

function keyOf({ name, labels }: Sample): string {
  return `${name} ${JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`
}

/** The traffic of several nodes together. */
export function together(nodes: readonly NodeTraffic[]): NodeTraffic {
  const sum = new Map<string, RouteTraffic>()
  for (const [route, traffic] of nodes.flatMap((each) => [...each])) {
    const found = sum.get(route)
    sum.set(route, found === undefined ? traffic : added(found, traffic))
  }
  return sum
}

function added(one: RouteTraffic, other: RouteTraffic): RouteTraffic {
  const limits = new Set([...one.buckets.keys(), ...other.buckets.keys()])
  const buckets = [...limits].map(
    (limit) => [limit, (one.buckets.get(limit) ?? 0) + (other.buckets.get(limit) ?? 0)] as const,
  )
  return {
    requests: one.requests + other.requests,
    errors: one.errors + other.errors,
    buckets: new Map(buckets),
  }
}

/** The seconds within which a part of the requests was answered, interpolated in its bucket as PromQL does. */
export function quantile({ requests, buckets }: RouteTraffic, part: number): number {
  const wanted = requests * part
  let [below, counted] = [0, 0]
  for (const [limit, count] of [...buckets].toSorted(([a], [b]) => a - b)) {
    if (count >= wanted) {
      if (limit === Number.POSITIVE_INFINITY) return below
      return below + ((limit - below) * (wanted - counted)) / Math.max(1, count - counted)
    }
    ;[below, counted] = [limit, count]
  }
  return below
}
