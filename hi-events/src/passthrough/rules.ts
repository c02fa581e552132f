import type { Config } from '../config.ts'

/** What the ticket origin answers itself; everything else is the ticket system's. */
const OURS =
  /^\/(?:(?:(?:api\/)?auth\/cross-app|api\/service|hooks\/hi-events|embed)(?:\/|$)|assets\/figtree\.woff2$|healthz$|readyz$)/

/** Whether the ticket origin answers a path itself. */
export function isOurs(path: string): boolean {
  return OURS.test(path)
}

/** What becomes of a path. */
export type Verdict = 'pass' | 'malformed' | 'admin' | 'registration'

/**
 * Whether a path may be passed on. What is closed is looked for in the path as anybody behind us might read it: decoded,
 * also several times, slashes merged, dots resolved, letters folded. What is not closed is passed on only when it is
 * written the one usual way, so that nobody behind us can read it as another path than we did.
 */
export function judge(path: string, registration: Config['registration'] = 'closed'): Verdict {
  const isUsual = !UNUSUAL.test(path)
  const plain = isUsual ? path.toLowerCase() : plainest(path)
  if (plain === null) return 'malformed'
  const verdict = closed(plain)
  const isOpen = verdict === 'pass' || (verdict === 'registration' && registration === 'open')
  if (!isOpen) return verdict
  return isUsual || isNormal(path) ? 'pass' : 'malformed'
}

/** Anything there is to decode, merge, resolve, trim or leave out; nearly no path has any. */
const UNUSUAL = /^(?!\/)|[^\w\-.~!$&'()*+,=:@/]|\/[./]|\.(?:\/|$)|\.php/i

function closed(plain: string): Verdict {
  if (!/^(?:\/api)?\/(?:admin|auth)\b/.test(plain)) return 'pass'
  if (/^\/api\/admin(?:\/|$)/.test(plain)) return 'admin'
  return /^(?:\/api)?\/auth\/register(?:\/|$)/.test(plain) ? 'registration' : 'pass'
}

const MAX_DECODINGS = 3

function plainest(path: string): string | null {
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

/** `;` and what follows belongs to no segment where it means anything at all. */
const PARAMETERS = /;[^/\\]*/g

/** Upper case before lower: a long s becomes an s only on the way up. */
const fold = (path: string) => path.normalize('NFKC').toUpperCase().toLowerCase()

function resolve(path: string): string | null {
  if (hasControlCharacter(path)) return null
  const kept: string[] = []
  for (const segment of fold(path)
    .replace(PARAMETERS, '')
    .split(/[/\\?#]+/)) {
    if (segment === '..') kept.pop()
    // A front controller may stand anywhere before the path it is asked for.
    else if (!segment.endsWith('.php')) kept.push(segment.replace(/^ +|[. ]+$/g, ''))
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
