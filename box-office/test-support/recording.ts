import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../src/rest/fields.ts'

/** One recorded exchange with a real Hi.Events. */
export type Recording = {
  file: string
  request: { method: string; path: string; headers: Record<string, string>; body: unknown }
  response: { status: number; headers: Record<string, string | string[]>; body: unknown }
}
export type RecordedDelivery = {
  label: string
  path: string
  headers: Record<string, string>
  secret: string
  raw: string
}

const FIXTURES = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'hi-events')

export function readRecordings(folder: 'story' | 'shop' | 'next'): Recording[] {
  return namesIn(folder).map((name) => {
    const { request, response } = readJson<Recording>(folder, name)
    const headers = { ...response.headers }
    return {
      file: name.replace('.json', ''),
      request: { ...request, headers: request.headers ?? {}, body: request.body ?? undefined },
      response: { ...response, headers },
    }
  })
}

export function readDeliveries(): RecordedDelivery[] {
  return namesIn('webhooks').map((name) => readJson<RecordedDelivery>('webhooks', name))
}

export function readSecrets(): { jwt_secret: string } {
  return readJson<{ jwt_secret: string }>('.', 'secrets.json')
}

function namesIn(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
}

function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(FIXTURES, folder, name), 'utf8')) as T
}

/** Fields whose value differs from run to run; their type, and for dates their format, must not. */
const VOLATILE =
  /(^|_)(id|date|at|until|token|secret|email|url|path|identifier|views|body|code)$|^(first|last|prev|next|payload|per_page)$/

/** What a recorded value and the one that came have not in common, one sentence each. */
export function differences(recorded: unknown, actual: unknown, path = ''): string[] {
  if (kindOf(recorded) !== kindOf(actual))
    return [`${path}: ${told(recorded)} was recorded, ${told(actual)} came`]
  if (Array.isArray(recorded) && Array.isArray(actual)) return listDifferences(recorded, actual, path)
  if (isRecord(recorded) && isRecord(actual)) return objectDifferences(recorded, actual, path)
  const key = path.slice(path.lastIndexOf('.') + 1)
  if (VOLATILE.test(key))
    return formatOf(recorded) === formatOf(actual) ? [] : [`${path}: written like ${told(actual)}`]
  return withoutIds(recorded) === withoutIds(actual)
    ? []
    : [`${path}: ${told(recorded)} was recorded, ${told(actual)} came`]
}

/** A sentence about a missing thing ends in its id, which differs from run to run. */
function withoutIds(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(\\Models\\\w+\]) \d+$/, '$1') : value
}

function listDifferences(recorded: unknown[], actual: unknown[], path: string): string[] {
  if (recorded.length !== actual.length)
    return [`${path}: ${recorded.length} entries were recorded, ${actual.length} came`]
  const [first, second] = [byTitle(recorded), byTitle(actual)]
  return first.flatMap((each, index) => differences(each, second[index], `${path}[${index}]`))
}

/** A Hi.Events lists products as its database finds them, so only what has no title has a place of its own. */
function byTitle(list: unknown[]): unknown[] {
  return list.toSorted((a, b) => titleOf(a).localeCompare(titleOf(b)))
}

export function titleOf(value: unknown): string {
  return isRecord(value) && typeof value['title'] === 'string' ? value['title'] : ''
}

function objectDifferences(
  recorded: Record<string, unknown>,
  actual: Record<string, unknown>,
  path: string,
): string[] {
  const missing = Object.keys(recorded).filter((key) => !(key in actual))
  const surplus = Object.keys(actual).filter((key) => !(key in recorded))
  const shared = Object.keys(recorded).filter((key) => key in actual)
  return [
    ...missing.map((key) => `${path}.${key} is missing`),
    ...surplus.map((key) => `${path}.${key} is not in the recording`),
    ...shared.flatMap((key) => differences(recorded[key], actual[key], `${path}.${key}`)),
  ]
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Dates differ when their formats differ; other texts do not. */
function formatOf(value: unknown): string {
  if (typeof value !== 'string') return typeof value
  const plain = value.replaceAll(/\d/g, '9').replaceAll(/\b[A-Z][a-z]{2}\b/g, 'Xxx')
  return plain.includes('9999-99-99') || plain.startsWith('Xxx Xxx 99 ') ? plain : 'text'
}

function told(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200)
}
