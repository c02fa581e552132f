import { ACCOUNT_ROWS } from './account-rows.ts'
import { EVENT_ROWS } from './event-rows.ts'
import { PAGE_ROWS } from './page-rows.ts'
import type { Need, Row } from './row.ts'

/** Written against the routes of Hi.Events 1.8 and of the version after it, and those of the box office. */
export const ROWS: readonly Row[] = [...ACCOUNT_ROWS, ...EVENT_ROWS, ...PAGE_ROWS]

/** The row of a request, and the event that its path names. */
export type Match = { need: Need; eventId: number | null }

type Pattern = { need: Need; parts: string[] }

/** The row that fits exactly this method and path, or null. A path in any other spelling has none. */
export function findRow(method: string, path: string): Match | null {
  const parts = path.split('/')
  const found = PATTERNS.get(`${method === 'HEAD' ? 'GET' : method} ${parts.length}`)?.find((each) =>
    each.parts.every((part, at) => fits(part, parts[at] ?? '')),
  )
  if (found === undefined) return null
  const at = found.parts.indexOf(EVENT)
  return { need: found.need, eventId: at === -1 ? null : Number(parts[at]) }
}

const EVENT = ':event'
const ID = ':id'

function fits(pattern: string, part: string): boolean {
  if (pattern === EVENT) return /^[1-9]\d{0,14}$/.test(part)
  return pattern === ID ? /^[\w-]{1,100}$/.test(part) : pattern === part
}

/** The patterns of one method and number of parts, those with more literal parts first. */
const PATTERNS = patternsOf(ROWS)

function patternsOf(rows: readonly Row[]): Map<string, Pattern[]> {
  const patterns = new Map<string, Pattern[]>()
  for (const row of rows) {
    const [need, method, path] = row.split(' ') as [Need, string, string]
    const parts = path.split('/')
    const key = `${method} ${parts.length}`
    patterns.set(key, [...(patterns.get(key) ?? []), { need, parts }])
  }
  for (const each of patterns.values()) each.sort((one, other) => variables(one) - variables(other))
  return patterns
}

function variables({ parts }: Pattern): number {
  return parts.filter((part) => part === EVENT || part === ID).length
}
