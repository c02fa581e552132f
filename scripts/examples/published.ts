import { NativeWebhook } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'
import type { RecordedCall } from './recorder.ts'

/** Entries of a list that an example shows. */
const SHOWN = 3
/** The time at which the examples say that they were recorded. */
const RECORDED_AT = Date.parse('2029-06-01T12:00:00.000Z')
const NEAR_MS = 400 * 86_400_000

const FAKE_TOKEN = 'NOT-A-REAL-TOKEN-NOT-A-REAL-TOKEN-NOT-A-REA'
const FAKE_KEY = `tvk_live_${'NOTAREALKEY'.repeat(5).slice(0, 49)}`
const FAKE_SIGNING_SECRET = `whsec_${Buffer.from('NOT A REAL SECRET NOT A REAL SEC').toString('base64')}`
const FAKE_JWT = 'eyJub3QiOiJyZWFsIn0.NOT-A-REAL-TOKEN.NOT-A-REAL-SIGNATURE'

/** What a field of this name shows in place of its value. */
const FAKE_FIELDS: Record<string, (value: string) => string> = {
  hint: () => FAKE_KEY.slice(0, 13),
  password: () => 'not a real password',
  new_password: () => 'not a real password either',
  secret: (value) => (/^[A-Z2-7]{16,}$/.test(value) ? 'NOTAREALSECRETNOTAREALSECRET' : value),
  uri: (value) => value.replace(/secret=[A-Z2-7]+/, 'secret=NOTAREALSECRETNOTAREALSECRET'),
  code: (value) => (/^\d{6}$/.test(value) ? '123456' : value),
  session_identifier: () => 'NOT-A-REAL-IDENTIFIER',
  day: () => '2029-06-01',
  traceparent: () => `00-${'0af7651916cd43dd8448eb211c80319c'}-b7ad6b7169203331-01`,
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const ADDRESSES: [RegExp, string][] = [
  [/http:\/\/localhost:3001/g, 'https://api.example.com'],
  [/http:\/\/localhost:3000|http:\/\/tuvens\.test/g, 'https://www.example.com'],
  [/http:\/\/(localhost|127\.0\.0\.1):\d+/g, 'https://tickets.example.com'],
  [/\b127\.0\.0\.1\b/g, '203.0.113.7'],
]
const SECRETS: [RegExp, string][] = [
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+/g, FAKE_JWT],
  [/\btvk_live_[0-9A-Za-z]{49}\b/g, FAKE_KEY],
  [/\bwhsec_[A-Za-z0-9+/]{43}=/g, FAKE_SIGNING_SECRET],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, FAKE_TOKEN],
]

/**
 * The recorded calls as they are published: without a secret, with short lists, and with ids and times that do not differ
 * from one recording to the next for no reason.
 */
export function publishedOf(
  calls: Map<string, RecordedCall>,
  startedAt: number,
): Record<string, RecordedCall> {
  const sorted = [...calls]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, call]) => [name, name === 'nativeWebhook' ? withoutUnknown(call) : call])
  const shown = JSON.stringify(Object.fromEntries(sorted), showField)
  return JSON.parse(withStableTimes(withStableIds(replaced(shown, [...SECRETS, ...ADDRESSES])), startedAt))
}

/** Of a webhook of Hi.Events only what we read of it: linters refuse what no schema names, and buyers stand in it. */
function withoutUnknown({ request, response }: RecordedCall): RecordedCall {
  return { request: Value.Clean(NativeWebhook, structuredClone(request)), response }
}

function showField(key: string, value: unknown): unknown {
  if (key === 'recovery_codes' && Array.isArray(value)) return ['not-a-real-code-1', 'not-a-real-code-2']
  if (Array.isArray(value)) return value.slice(0, SHOWN)
  return typeof value === 'string' ? (FAKE_FIELDS[key]?.(value) ?? value) : value
}

const replaced = (text: string, pairs: [RegExp, string][]) =>
  pairs.reduce((before, [from, to]) => before.replaceAll(from, to), text)

function withStableIds(text: string): string {
  const seen = new Map<string, string>()
  const stable = (id: string, shape: (hash: string) => string) => {
    if (!seen.has(id)) seen.set(id, shape(createHash('sha256').update(`id ${seen.size}`).digest('hex')))
    return seen.get(id) ?? id
  }
  return text
    .replaceAll(UUID, (id) => stable(id, (hash) => uuidOf(hash)))
    .replaceAll(/\bmsg_[0-9a-f]{32}\b/g, (id) => stable(id, (hash) => `msg_${hash.slice(0, 32)}`))
}

const uuidOf = (hash: string) =>
  [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(12, 15)}`,
    `8${hash.slice(15, 18)}`,
    hash.slice(18, 30),
  ].join('-')

/** Instants near the recording, moved to a time that no recording changes. */
function withStableTimes(text: string, startedAt: number): string {
  return text.replaceAll(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (instant) => {
    const age = Date.parse(instant) - startedAt
    if (Math.abs(age) > NEAR_MS) return instant
    // To the minute: a recording takes seconds, which differ each time.
    return new Date(RECORDED_AT + Math.round(age / 60_000) * 60_000).toISOString()
  })
}
