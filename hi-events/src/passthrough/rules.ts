/** What the ticket origin answers itself; everything else is the ticket system's. */
const OURS = ['/auth/cross-app', '/api/auth/cross-app', '/hooks/hi-events', '/embed']
const OURS_EXACTLY = new Set(['/assets/figtree.woff2', '/healthz', '/readyz'])

/** Whether the ticket origin answers a path itself. */
export function isOurs(path: string): boolean {
  return OURS_EXACTLY.has(path) || OURS.some((each) => path === each || path.startsWith(`${each}/`))
}

/** What becomes of a path. */
export type Verdict = 'pass' | 'malformed' | 'admin' | 'registration'

/**
 * Whether a path may be passed on. Judged as the ticket system may read it: decoded (also twice), with slashes merged, dots
 * resolved and letters lowered, so that no way of writing it gets past.
 */
export function judge(path: string): Verdict {
  const plain = normalise(path)
  if (plain === null) return 'malformed'
  if (/^(\/index\.php)?\/api\/admin(\/|$)/.test(plain)) return 'admin'
  if (/^(\/index\.php)?(\/api)?\/auth\/register\/?$/.test(plain)) return 'registration'
  return 'pass'
}

const MAX_DECODINGS = 3

function normalise(path: string): string | null {
  let plain = path
  for (let round = 0; round < MAX_DECODINGS && plain.includes('%'); round++) {
    const decoded = decode(plain)
    // A percent sign that encodes nothing is only refused as it came: decoded once, it may stand for itself.
    if (decoded === null) return round === 0 ? null : resolve(plain)
    plain = decoded
  }
  return resolve(plain)
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

function resolve(path: string): string | null {
  if (hasControlCharacter(path)) return null
  const kept: string[] = []
  for (const segment of path
    .toLowerCase()
    .replaceAll('\\', '/')
    .split(/[/?#;]+/)) {
    if (segment === '..') kept.pop()
    else if (segment !== '.' && segment !== '') kept.push(segment.trim())
  }
  return `/${kept.join('/')}`
}

function hasControlCharacter(path: string): boolean {
  return path.split('').some((each) => each < ' ' || each === '\u007f')
}

/** Who may frame a page of the ticket system (spec 2.7). */
export function frameAncestors(path: string, embedOrigins: readonly string[]): string {
  if (/^\/widget\/\d+\/?$/.test(path)) return ["'self'", ...embedOrigins].join(' ')
  // Its own designer shows these within its pages.
  return /\/preview\/?$/.test(path) ? "'self'" : "'none'"
}
