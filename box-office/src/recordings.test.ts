import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanUp } from '../test-support/clean-up.ts'
import { JWT_SECRET, startOffice, type TestOffice } from '../test-support/office.ts'
import { type Receiver, startReceiver } from '../test-support/receiver.ts'
import {
  differences,
  readDeliveries,
  readRecordings,
  type Recording,
  titleOf,
} from '../test-support/recording.ts'
import { type ReplayResponse, Replay } from '../test-support/replay.ts'
import { phpJson } from './deliveries/php-json.ts'

/**
 * Replays what was recorded of a real Hi.Events and compares the answers: status, headers, fields, types, and every
 * value that is not bound to the run. Runs against the box office, or against a Hi.Events:
 *
 *   HI_EVENTS_URL=https://tickets.example/api HI_EVENTS_JWT_SECRET=… HI_EVENTS_CALLBACK_HOST=… \
 *     npx vitest run box-office/src/recordings.test.ts
 *
 * HI_EVENTS_URL is the root of its API; HI_EVENTS_CALLBACK_HOST a name or address by which it reaches this machine,
 * listed in its APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS. Without its JWT_SECRET the tokens signed with it are left out.
 */
const { HI_EVENTS_URL, HI_EVENTS_JWT_SECRET, HI_EVENTS_CALLBACK_HOST } = process.env

/** What may differ, and why. `status` alone: that answer, with words about what is wrong. */
type Differing = Readonly<Record<string, { why: string; status?: number; fields?: RegExp; body?: 'ignored' }>>
/** Between any two installations. */
const ANYWHERE: Differing = {
  '09-users-me-unauthenticated-no-accept': {
    why: 'the page that redirects names its address',
    body: 'ignored',
  },
  '10-accounts': { why: 'what it takes of each sale is set where it runs', fields: /application_fees/ },
  '68-webhook-logs': { why: 'in what order a Hi.Events lists them, it does not say', body: 'ignored' },
}
/** Where the box office means to differ. */
const INTENDED: Differing = {
  ...ANYWHERE,
  '21-webhook-create-missing-fields': { why: "a caller's mistake is told, not a failure", status: 422 },
  '28-event-create-with-location': { why: "a caller's mistake is told, not a failure", status: 422 },
  '40-products-list': { why: 'says where products are listed instead of failing', status: 422 },
  '56-event-update-missing': { why: "a caller's mistake is told, not a failure", status: 422 },
  '64-order-create-on-draft': { why: "a caller's mistake is told, not a failure", status: 422 },
  '03-fee-create': { why: "a caller's mistake is told, not a failure", status: 422 },
  '25-public-event-reserved': {
    why: 'nothing is cached, so what is held shows at once, and until when',
    fields: /is_(available|sold_out)|quantity_available|held_until/,
  },
}
/** There are no card payments: what costs something is paid at the door. Ticket holders are told of changes by mail. */
const EVERYWHERE = /\.payment_providers\[0\]|_views:|tells_ticket_holders/
/** What is chance in any Hi.Events: the order in which a copy gets its tickets. */
const CHANCE: Readonly<Record<string, RegExp>> = { '70-event-duplicate': /\.order:/ }

let office: TestOffice | undefined
let receiver: Receiver
let api: string
beforeAll(async () => {
  receiver = await startReceiver(HI_EVENTS_CALLBACK_HOST)
  if (HI_EVENTS_URL === undefined) office = await startOffice()
  api = HI_EVENTS_URL ?? office?.api ?? ''
})
afterAll(async () => {
  await office?.close()
  await receiver.close()
})

const JSON_HEADERS = { accept: 'application/json' }
const jwtSecret = HI_EVENTS_URL === undefined ? JWT_SECRET : (HI_EVENTS_JWT_SECRET ?? null)

describe('the recorded scenario of an event', () => {
  const recordings = readRecordings('story')
  let replay: Replay
  let token: string
  /** A Hi.Events refuses a webhook to a private IP address that its settings do not allow. */
  let refusesOurAddress = false
  const signedIn = () => ({ ...JSON_HEADERS, authorization: `Bearer ${token}` })
  const put = (path: string, body: unknown) => replay.call('PUT', path, { headers: signedIn(), body })

  /** What was done between two recorded exchanges without being recorded. */
  const between: Record<string, () => Promise<void>> = {
    '68-webhook-logs': async () => {
      const path = `/events/${replay.id('event', 1)}/status`
      for (const mode of [{ status: 500 }, { drop: true as const }, { delay: 4000 }]) {
        receiver.responseModes = [mode]
        expect((await put(path, { status: 'LIVE' })).status).toBe(200)
      }
    },
    '70-event-duplicate': async () => {
      const paused = recordings.find((each) => each.file === '69-webhook-pause')?.request.body
      const path = `/organizers/${replay.id('organizer', 1)}/webhooks/${replay.id('webhook', 1)}`
      const url = `${receiver.url}/tenant-1`
      await put(path, { ...(paused as Record<string, unknown>), url, status: 'ENABLED' })
    },
    '71-event-deletion-status': () => makeEvent(3, { title: 'To be deleted', organizer: 1 }),
    '76-organizer-archive': async () => {
      const details = {
        name: 'Second',
        email: 'second@example.com',
        timezone: 'Europe/Amsterdam',
        currency: 'EUR',
      }
      const made = await replay.call('POST', '/organizers', { headers: signedIn(), body: details })
      replay.mapId('organizer', 2, idIn(made))
      const webhook = { url: `${receiver.url}/tenant-2`, event_types: ['event.created'], status: 'ENABLED' }
      await replay.call('POST', `/organizers/${idIn(made)}/webhooks`, { headers: signedIn(), body: webhook })
      await makeEvent(4, { title: 'Of second organizer', organizer: 2 })
    },
  }

  async function makeEvent(recorded: number, { title, organizer }: { title: string; organizer: number }) {
    const start_date = new Date(Date.now() + 5 * 86_400_000).toISOString()
    const body = {
      title,
      organizer_id: replay.id('organizer', organizer),
      start_date,
      timezone: 'Europe/Amsterdam',
      currency: 'EUR',
    }
    const made = await replay.call('POST', '/events', { headers: signedIn(), body })
    replay.mapId('event', recorded, idIn(made))
  }

  beforeAll(() => {
    replay = new Replay({ api, recordedAt: '2026-11-23T08:52:37Z', jwtSecret })
    replay.mapText('org-d46fd405@example.com', `org-${Date.now()}@example.com`)
    replay.mapText('http://127.0.0.1:39495', receiver.url)
  })

  afterAll(async () => {
    // The scenario ends with signing out.
    const { email, password } = (recordings[0] as Recording).request.body as Login
    await cleanUpUnlessOwn(replay, { email: replay.text(email), password })
  })

  for (const recording of recordings) {
    const isSignedElsewhere = /-minted-/.test(recording.file)
    it.skipIf(isSignedElsewhere && jwtSecret === null)(recording.file, async (context) => {
      if (refusesOurAddress && NEEDS_WEBHOOK.has(recording.file)) context.skip(REFUSED)
      await between[recording.file]?.()
      const answer = await replay.play(recording)
      if (recording.file === '01-register') token = answer.headers.get('x-auth-token') ?? ''
      refusesOurAddress ||= recording.file === WEBHOOK_CREATE && answer.status === 422 && isElsewhere
      if (refusesOurAddress && recording.file === WEBHOOK_CREATE) context.skip(REFUSED)
      expectAsRecorded(recording, answer)
    })
  }

  it('sent its webhooks with the recorded text', async (context) => {
    if (refusesOurAddress) context.skip(REFUSED)
    const recorded = inOrder(readDeliveries())
    // A queue may take its time.
    await expect.poll(() => receiver.received.length, QUEUE).toBeGreaterThanOrEqual(recorded.length)
    const received = inOrder(receiver.received)
    expect(received.map((each) => each.path)).toEqual(recorded.map((each) => each.path))
    for (const [index, { raw, headers }] of received.entries()) {
      const expected = recorded[index] ?? { raw: '', headers: {} }
      const found = differences(JSON.parse(expected.raw), JSON.parse(raw))
      expect(found.filter((each) => !DUPLICATED.test(each))).toEqual([])
      expect(keysIn(raw)).toEqual(keysIn(expected.raw))
      expect(phpJson(JSON.parse(raw))).toBe(raw)
      expect(headerNames(headers)).toEqual(headerNames(expected.headers))
    }
  })
})

const isElsewhere = HI_EVENTS_URL !== undefined
const QUEUE = { timeout: isElsewhere ? 30_000 : 5_000 }
const WEBHOOK_CREATE = '25-organizer-webhook-create'
/** Recordings of what became of that webhook. */
const NEEDS_WEBHOOK = new Set(['26-organizer-webhooks-list', '68-webhook-logs', '69-webhook-pause'])
const REFUSED =
  'Hi.Events takes no webhook to this machine: add it to its APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS, or name another --callback-host.'

/** Its place among the tickets of a copy, where the copy keeps the order. */
const DUPLICATED = /payload\.order:/

/** As they came, but products made in one go by their title: in what order a Hi.Events copies them is chance. */
function inOrder<T extends { raw: string }>(deliveries: T[]): T[] {
  const copies = deliveries.slice(-4, -2)
  const sorted = copies.toSorted((a, b) => titleIn(a.raw).localeCompare(titleIn(b.raw)))
  return [...deliveries.slice(0, -4), ...sorted, ...deliveries.slice(-2)]
}

function titleIn(raw: string): string {
  return titleOf((JSON.parse(raw) as { payload: unknown }).payload)
}

/** Hi.Events sends no trace with its webhooks; that of the box office is followed to the page. */
const OWN_HEADERS = new Set(['connection', 'traceparent'])

function headerNames(headers: Record<string, string>): string[] {
  return Object.keys(headers)
    .filter((each) => !OWN_HEADERS.has(each))
    .sort()
}

type Login = { email: string; password: string }

/** Removes what the replay created in a real Hi.Events, except the login. The box office is dropped as a whole. */
async function cleanUpUnlessOwn(replay: Replay, login: Login): Promise<void> {
  if (!isElsewhere) return
  const signIn = { headers: JSON_HEADERS, body: login }
  const { token } = (await replay.call('POST', '/auth/login', signIn)).body as { token: string }
  const headers = { ...JSON_HEADERS, authorization: `Bearer ${token}` }
  await cleanUp(async (method, path, body) => {
    const answer = await replay.call(method, path, { headers, body })
    if (answer.status >= 400) throw new TypeError(`${method} ${path} was answered ${answer.status}`)
    return (answer.body as { data?: unknown }).data
  })
}

describe('a shop with every shape of ticket, as it was recorded', () => {
  let replay: Replay
  let token: string
  let session = ''

  beforeAll(async () => {
    replay = new Replay({ api, recordedAt: '2026-11-23T09:05:36.500Z', jwtSecret })
    const login = { email: `shop-${Date.now()}@example.com`, password: 'vpow27CsqMAQhUBy5ggLk3MTg_x3sJnI' }
    token = await openShop(replay, login)
    return () => cleanUpUnlessOwn(replay, login)
  })

  for (const recording of readRecordings('shop')) {
    it(recording.file, async () => {
      const open = recording.request.path.startsWith('/public/')
      const answer = await replay.play(recording, {
        ...JSON_HEADERS,
        ...(!open && { authorization: `Bearer ${token}` }),
        ...(session !== '' && { cookie: `session_identifier=${session}` }),
      })
      session = /session_identifier=(\w+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? session
      expectAsRecorded(recording, answer)
    })
  }
})

async function openShop(replay: Replay, { email, password }: Login): Promise<string> {
  const timezone = 'Europe/Amsterdam'
  const person = {
    first_name: 'Shop',
    last_name: 'Keeper',
    email,
    timezone,
    currency_code: 'EUR',
    locale: 'en',
  }
  const account = await replay.call('POST', '/auth/register', {
    headers: JSON_HEADERS,
    body: { ...person, password, password_confirmation: password },
  })
  replay.mapId('account', 11, idIn(account))
  const token = account.headers.get('x-auth-token') ?? ''
  const call = (method: string, path: string, body?: unknown) =>
    replay.call(method, path, { headers: { ...JSON_HEADERS, authorization: `Bearer ${token}` }, body })
  const organizer = idIn(
    await call('POST', '/organizers', { name: 'Shop', email, timezone, currency: 'EUR' }),
  )
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const details = { description: '<p>All shapes</p>', start_date: day(20), end_date: day(20.2) }
  const wanted = {
    title: 'Every kind of ticket',
    organizer_id: organizer,
    timezone,
    currency: 'EUR',
    category: 'MUSIC',
  }
  const event = idIn(await call('POST', '/events', { ...wanted, ...details }))
  replay.mapId('event', 7, event)
  await call('PUT', `/events/${event}/status`, { status: 'LIVE' })
  const categories = (await call('GET', `/events/${event}/product-categories`)).body as {
    data: { id: number }[]
  }
  replay.mapId('category', 7, categories.data[0]?.id ?? 0)
  return token
}

function expectAsRecorded({ file, response }: Recording, answer: ReplayResponse): void {
  const intended = (HI_EVENTS_URL === undefined ? INTENDED : ANYWHERE)[file]
  expect(answer.status).toBe(intended?.status ?? response.status)
  expect(headerDifferences(response, answer)).toEqual([])
  if (intended?.status !== undefined) {
    expect(answer.body).toMatchObject({ message: expect.stringMatching(/\w{4}/) })
  } else if (intended?.body !== 'ignored') {
    const expected = [EVERYWHERE, CHANCE[file], intended?.fields]
    const found = differences(response.body, answer.body)
    expect(found.filter((each) => !expected.some((known) => known?.test(each)))).toEqual([])
  }
}

const TOLD_HEADERS = ['x-auth-token', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'location']
const SAME_HEADERS = ['cache-control', 'access-control-allow-credentials', 'access-control-expose-headers']

function headerDifferences(
  { headers, status, body }: Recording['response'],
  answer: ReplayResponse,
): string[] {
  if (Object.keys(headers).length === 0) return []
  const told = TOLD_HEADERS.filter((name) => name in headers !== answer.headers.has(name))
  const same = SAME_HEADERS.filter((name) => headers[name] !== (answer.headers.get(name) ?? undefined))
  const type = (value: unknown) => (typeof value === 'string' ? value.split(';')[0] : '')
  const typed =
    status !== 204 &&
    body !== '' &&
    type(headers['content-type']) !== type(answer.headers.get('content-type'))
  const cookies =
    cookieNames([headers['set-cookie'] ?? []].flat()).join() ===
    cookieNames(answer.headers.getSetCookie()).join()
  return [...told, ...same, ...(typed ? ['content-type'] : []), ...(cookies ? [] : ['set-cookie'])]
}

function cookieNames(cookies: string[]): string[] {
  return cookies.map((each) => each.split('=')[0] ?? '').sort()
}

function idIn({ body }: ReplayResponse): number {
  return (body as { data: { id: number } }).data.id
}

/** Every field name of a JSON text in the order written. */
function keysIn(raw: string): string[] {
  return [...raw.matchAll(/"([a-z_]+)":/g)].map((each) => each[1] ?? '')
}
