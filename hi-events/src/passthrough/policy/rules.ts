import type { Config } from '../../base/config.ts'

/** Paths of the ticket origin; all others belong to the ticket system. */
const OURS =
  /^\/(?:(?:(?:api\/)?auth\/cross-app|api\/service|hooks\/hi-events|embed)(?:\/|$)|assets\/figtree\.woff2$|healthz$|readyz$)/

/** Whether the ticket origin answers a path itself. */
export function isOurs(path: string): boolean {
  return OURS.test(path)
}

/** What becomes of a path. `sign-out`: it is passed on, but changes something whatever its method. */
export type Verdict = 'pass' | 'sign-out' | 'malformed' | 'admin' | 'registration'

/**
 * Whether a path may be passed on. Closed paths are matched in every way a server behind us might read them: decoded up to
 * three times, slashes merged, dots resolved, letters folded. Any other path is passed on only in its normal form, so that
 * no server behind us can read it as another path than we did.
 */
export function judge(path: string, registration: Config['registration'] = 'closed'): Verdict {
  const isUsual = !UNUSUAL.test(path)
  const plain = isUsual ? path.toLowerCase() : plainest(path)
  if (plain === null) return 'malformed'
  const named = nameOf(plain)
  const verdict = named === 'registration' && registration === 'open' ? 'pass' : named
  if (verdict !== 'pass' && verdict !== 'sign-out') return verdict
  return isUsual || isNormal(path) ? verdict : 'malformed'
}

/** A path as the most lenient server behind us might read it; null when it cannot be decoded. */
export function plainPathOf(path: string): string | null {
  return UNUSUAL.test(path) ? plainest(path) : path.toLowerCase()
}

/** Characters that need decoding, merging, resolving or trimming; hardly any path has them. */
const UNUSUAL = /^(?!\/)|[^\w\-.~!$&'()*+,=:@/]|\/[./]|\.(?:\/|$)|\.php/i

function nameOf(plain: string): Verdict {
  if (!/^(?:\/api)?\/(?:admin|auth)\b/.test(plain)) return 'pass'
  if (/^\/api\/admin(?:\/|$)/.test(plain)) return 'admin'
  if (/^(?:\/api)?\/auth\/logout(?:\/|$)/.test(plain)) return 'sign-out'
  return /^(?:\/api)?\/auth\/register(?:\/|$)/.test(plain) ? 'registration' : 'pass'
}

const MAX_DECODINGS = 3

function plainest(path: string): string | null {
  let plain = path
  for (let round = 0; round < MAX_DECODINGS && plain.includes('%'); round++) {
    const decoded = decode(plain)
    // A stray percent sign is refused only in the original path: after one decoding it is a plain character.
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

/** Path parameters (`;x=1`), which some servers ignore. */
const PARAMETERS = /;[^/\\]*/g

/** Upper case before lower: a long s becomes an s only on the way up. */
const fold = (path: string) => path.normalize('NFKC').toUpperCase().toLowerCase()

function resolve(path: string): string | null {
  if (hasControlCharacter(path)) return null
  const kept: string[] = []
  const plain = fold(path).replace(PARAMETERS, '')
  for (const segment of plain.split(/[/\\?#]+/)) {
    if (segment === '..') kept.pop()
    // A front controller may precede the path. Spaces before a segment, and dots and spaces after it, do not count.
    else if (!segment.endsWith('.php'))
      kept.push(/^(?:[. ]*[^. ])*/.exec(segment.replace(/^ +/, ''))?.[0] ?? '')
  }
  return `/${kept.filter((each) => each !== '').join('/')}`
}

function hasControlCharacter(path: string): boolean {
  return path.split('').some((each) => each < ' ' || each === '\u007f')
}

/** Encoded though it need not be (RFC 3986 2.3), or so that it splits, resolves or decodes once more behind us. */
const HIDDEN = /%(?:[01][\da-f]|2[def]|3\d|4[1-9a-f]|5[\dacf]|6[1-9a-f]|7[\daef]|25[\da-f]{2})/i

function isNormal(path: string): boolean {
  const isPath = /^(?:\/[\w\-.~!$&'()*+,=:@|^[\]`{}%]*)+$/.test(path)
  return isPath && !HIDDEN.test(path) && !/\/\/|\/\.\.?(?:\/|$)/.test(path)
}
