import { type NodeTraffic, quantile, type RouteTraffic } from './traffic.ts'

/** Why a canary is not good enough. */
export type Reason =
  | { kind: 'errors'; route: string; canary: Share; stable: Share }
  | { kind: 'latency'; route: string; canary: Seconds; stable: Seconds }
  | { kind: 'too few requests'; side: 'canary' | 'stable'; requests: number; needed: number }
  | { kind: 'restarted' | 'unreachable'; node: string }

type Share = { requests: number; errors: number }
type Seconds = { requests: number; p95: number }

export type Rules = {
  /** Requests of the canary, and of the stable nodes together, without which nothing is decided, and of a route below which it does not count by itself. */
  minRequests: number
  /** By how much the part of failed requests may be higher, 0 to 1. */
  maxErrorDifference: number
  /** By how much the time within which 95 of 100 are answered may be longer: as a factor, and in seconds. Both must be over. */
  maxLatencyFactor: number
  maxLatencySeconds: number
}

export const RULES: Rules = {
  minRequests: 100,
  maxErrorDifference: 0.005,
  maxLatencyFactor: 1.5,
  maxLatencySeconds: 0.05,
}

const PART = 0.95
/** Fewer errors may be chance. */
const MIN_ERRORS = 3
/** Standard errors that a difference must have, so that chance alone brings it about less than once in a thousand checks. */
const SIGNIFICANT = 3.1

/** Compares the canary with the stable nodes, route by route and in all. No reasons: it is as good as they are. */
export function compareTraffic(canary: NodeTraffic, stable: NodeTraffic, rules: Rules): Reason[] {
  const [all, allOfStable] = [sumOf(canary), sumOf(stable)]
  const tooFew = [
    ...scarcityReasons('canary', all, rules),
    // Without these, the canary would be compared with nothing.
    ...scarcityReasons('stable', allOfStable, rules),
  ]
  if (tooFew.length > 0) return tooFew
  const routes = [...canary].filter(([, { requests }]) => requests >= rules.minRequests)
  const compared = [...routes, ['all routes', all] as const]
  return compared.flatMap(([route, own]) => {
    const theirs = route === 'all routes' ? allOfStable : (stable.get(route) ?? NOTHING)
    return [
      ...errorReasons({ route, own, theirs }, rules),
      ...(route === 'all routes' ? [] : latencyReasons({ route, own, theirs }, rules)),
    ]
  })
}

function scarcityReasons(
  side: 'canary' | 'stable',
  { requests }: RouteTraffic,
  { minRequests: needed }: Rules,
): Reason[] {
  return requests < needed ? [{ kind: 'too few requests', side, requests, needed }] : []
}

const NOTHING: RouteTraffic = { requests: 0, errors: 0, buckets: new Map() }

type Comparison = { route: string; own: RouteTraffic; theirs: RouteTraffic }

function errorReasons({ route, own, theirs }: Comparison, { maxErrorDifference }: Rules): Reason[] {
  if (own.errors < MIN_ERRORS) return []
  const difference = shareOf(own) - shareOf(theirs)
  const pooled = (own.errors + theirs.errors) / (own.requests + theirs.requests)
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / own.requests + 1 / Math.max(1, theirs.requests)))
  if (difference <= maxErrorDifference || difference < SIGNIFICANT * spread) return []
  const share = ({ requests, errors }: RouteTraffic): Share => ({ requests, errors })
  return [{ kind: 'errors', route, canary: share(own), stable: share(theirs) }]
}

/** Only where the stable nodes answered enough of the same requests: other routes take other times. */
function latencyReasons({ route, own, theirs }: Comparison, rules: Rules): Reason[] {
  if (theirs.requests < rules.minRequests) return []
  const [mine, usual] = [quantile(own, PART), quantile(theirs, PART)]
  if (mine <= usual * rules.maxLatencyFactor || mine - usual <= rules.maxLatencySeconds) return []
  const seconds = (traffic: RouteTraffic, p95: number): Seconds => ({
    requests: traffic.requests,
    p95: Math.round(p95 * 1000) / 1000,
  })
  return [{ kind: 'latency', route, canary: seconds(own, mine), stable: seconds(theirs, usual) }]
}

const shareOf = ({ requests, errors }: RouteTraffic) => (requests === 0 ? 0 : errors / requests)

function sumOf(traffic: NodeTraffic): RouteTraffic {
  const each = [...traffic.values()]
  return {
    requests: each.reduce((sum, { requests }) => sum + requests, 0),
    errors: each.reduce((sum, { errors }) => sum + errors, 0),
    buckets: new Map(),
  }
}
