/** Balancers and monitors call these every second or so. */
const PROBES = new Set(['/healthz', '/readyz'])

export function isProbe(url: string): boolean {
  return PROBES.has(pathOf(url))
}

/** Path without its query: a query can carry a token. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '/'
}
