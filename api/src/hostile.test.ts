import { API_ROUTES, type Route } from '@tuvens/contract'
import { signRequest, signStatusWebhook } from '@tuvens/contract/signatures'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENT, type Person, SECRET, startWorld, statusMessage, type TestWorld } from './testing.ts'

/** What every endpoint is driven with: a call that would be good, but for one thing. */
type Name = keyof typeof API_ROUTES
type Target = { url: string; body?: Record<string, unknown> }
type Answer = { statusCode: number; body: string; json: () => { code: string } }

const TOKEN = 't'.repeat(43)
const ROUTES = Object.entries(API_ROUTES as Record<string, Route>) as [Name, Route][]
const WITH_BODY = ROUTES.filter(([, route]) => route.body !== undefined)
const GUARDED = ROUTES.filter(([, route]) => route.auth !== 'none')
/** Senders of webhooks grow; what we do not know of theirs is let through. */
const LENIENT: Name[] = ['statusWebhook']

describe('every endpoint, met with bad intentions', () => {
  let world: TestWorld
  let owner: Person
  let eventId: string
  let logged = ''
  let secrets: string[]

  beforeAll(async () => {
    const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) })
    world = await startWorld({}, { log })
    owner = await world.api.person()
    eventId = (await world.api.event(owner)).id
    secrets = [SECRET, owner.token, TOKEN, 'correct horse battery']
  })
  afterAll(() => world.end())

  const target = (name: Name): Target => {
    const link = {
      session_token: TOKEN,
      hi_events_event_id: 5,
      event_url: 'http://localhost:3002/event/5/x',
      widget_url: 'http://localhost:3002/embed/5',
      manage_url: 'http://localhost:3002/manage/event/5',
    }
    const bodies: Partial<Record<Name, Record<string, unknown>>> = {
      register: { name: 'Eve', email: 'eve@example.com', password: 'correct horse battery' },
      login: { email: 'eve@example.com', password: 'correct horse battery' },
      refresh: { refresh_token: TOKEN },
      logout: { refresh_token: TOKEN },
      createEvent: { ...EVENT, account_id: owner.accountId },
      updateEvent: { title: 'Changed' },
      generateSession: { account_id: owner.accountId, event_id: eventId },
      validateSession: { session_token: TOKEN },
      validateCode: { code: TOKEN },
      validatePermission: { session_token: TOKEN, permission: 'view_reports', resource_id: eventId },
      revokeSession: { session_token: TOKEN },
      putLink: link,
      statusWebhook: statusMessage(eventId, 5, 'LIVE'),
    }
    const queries: Partial<Record<Name, string>> = { userAccounts: `?session_token=${TOKEN}` }
    const path = API_ROUTES[name].path.replace(/:(id|event_id)$/, eventId)
    const body = bodies[name]
    return { url: path + (queries[name] ?? ''), ...(body !== undefined && { body }) }
  }

  const credential = (route: Route, url: string, body: Buffer | string): Record<string, string> => {
    const signed = signRequest([SECRET], { method: route.method, path: url, body }, Date.now())
    const byAuth: Record<Route['auth'], Record<string, string>> = {
      none: {},
      user: { authorization: `Bearer ${owner.token}` },
      'user-or-service': { authorization: `Bearer ${owner.token}` },
      'user-or-signed': { authorization: `Bearer ${owner.token}` },
      service: signed,
      signed,
      webhook: { 'x-hi-events-signature': signStatusWebhook([SECRET], body) },
      session: {},
    }
    return byAuth[route.auth]
  }

  type Change = { headers?: Record<string, string>; credential?: Record<string, string>; url?: string }
  const send = async (
    name: Name,
    body: Buffer | string | undefined,
    change: Change = {},
  ): Promise<Answer> => {
    const route: Route = API_ROUTES[name]
    const url = change.url ?? target(name).url
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(change.credential ?? credential(route, url, body ?? '')),
      ...change.headers,
    }
    const options = { method: route.method, url, headers, ...(body !== undefined && { payload: body }) }
    return world.api.app.inject(options as InjectOptions)
  }
  const good = (name: Name) => JSON.stringify(target(name).body)

  /** How many rows each table holds, but for the audit log, whose business it is to grow. */
  const rows = async () => {
    const tables = await world.database.db<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname <> 'audit_log' order by 1`
    const counts = await Promise.all(
      tables.map(({ name }) => world.database.db`select count(*)::int as n from ${world.database.db(name)}`),
    )
    return Object.fromEntries(tables.map(({ name }, at) => [name, counts[at]?.[0]?.['n']]))
  }

  const expectClean = (answer: Answer) => {
    const found = [
      ...secrets,
      'node_modules',
      'at async',
      'select ',
      'insert ',
      'PostgresError',
      'ajv',
    ].filter((each) => answer.body.includes(each))
    expect(found).toEqual([])
    expect(answer.statusCode).toBeLessThan(500)
  }
  const expectRefused = async (answers: (readonly [string, Answer])[], expected: Record<string, unknown>) => {
    answers.forEach(([, answer]) => expectClean(answer))
    const told = answers.map(([what, answer]) => [what, answer.statusCode, answer.json().code])
    expect(told).toEqual(answers.map(([what]) => [what, expected['status'], expected['code']]))
  }

  const INVALID = { status: 400, code: 'VALIDATION_ERROR' }
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

  describe.each(WITH_BODY)('%s', (name, route) => {
    const mutate = (change: Record<string, unknown>) => JSON.stringify({ ...target(name).body, ...change })
    const fields = () => Object.keys(target(name).body ?? {})
    const required = (route.body as unknown as { required?: string[] }).required ?? []

    it('refuses wrong types, and stores nothing', async () => {
      const before = await rows()
      const wrong = [{ a: 1 }, [[]], true, -1.5]
      const answers: [string, Answer][] = []
      for (const field of fields()) {
        for (const value of wrong) {
          // An account may be left to us, and an event's place is an object.
          if (field === 'payload' && typeof value === 'object' && !Array.isArray(value)) continue
          answers.push([`${field}=${JSON.stringify(value)}`, await send(name, mutate({ [field]: value }))])
        }
      }
      await expectRefused(answers, INVALID)
      expect(await rows()).toEqual(before)
    })

    it('refuses missing fields', async () => {
      const answers = required.map(
        async (field) => [field, await send(name, mutate({ [field]: undefined }))] as const,
      )
      await expectRefused(await Promise.all(answers), INVALID)
    })

    it('refuses what is too long, and too deep', async () => {
      const before = await rows()
      const long = 'x'.repeat(60_000)
      const answers: [string, Answer][] = []
      for (const field of fields())
        answers.push([`${field} long`, await send(name, mutate({ [field]: long }))])
      for (const depth of [33, 1000, 100_000])
        answers.push([`depth ${depth}`, await send(name, nested(depth))])
      const inside = good(name).replace(/}$/, `,"deep":${nested(40)}}`)
      answers.push(['deep inside', await send(name, inside)])
      await expectRefused(answers, INVALID)
      expect(await rows()).toEqual(before)
    })

    it('refuses fields it does not know', async () => {
      if (LENIENT.includes(name)) return
      const answers = ['is_admin', 'constructor', 'id', '$where', ''].map(
        async (field) => [field, await send(name, mutate({ [field]: 1 }))] as const,
      )
      await expectRefused(await Promise.all(answers), INVALID)
    })

    it('refuses what is no JSON object of UTF-8 without NUL', async () => {
      const before = await rows()
      const text = good(name)
      const string = /:\s*"[^"]/
      const bodies: [string, Buffer | string][] = [
        ['empty', ''],
        ['null', 'null'],
        ['a number', '5'],
        ['a string', '"x"'],
        ['an array', '[]'],
        ['cut off', text.slice(0, -1)],
        ['two values', `${text}${text}`],
        ['a comment', `/* */${text}`],
        ['NaN', '{"a":NaN}'],
        ['a raw NUL', text.replace(string, (match) => `${match}\0`)],
        ['an escaped NUL', text.replace(string, (match) => `${match}\\u0000`)],
        [
          'invalid UTF-8',
          Buffer.concat([
            Buffer.from(text.slice(0, -2)),
            Buffer.from([0xc3, 0x28]),
            Buffer.from(text.slice(-2)),
          ]),
        ],
        [
          'half a surrogate',
          Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
        ],
        ['UTF-16', Buffer.from(text, 'utf16le')],
        ['__proto__', text.replace(/^{/, '{"__proto__":{"role":"owner"},')],
        ['constructor.prototype', text.replace(/^{/, '{"constructor":{"prototype":{"role":"owner"}},')],
      ]
      const answers: [string, Answer][] = []
      for (const [what, body] of bodies) answers.push([what, await send(name, body)])
      await expectRefused(answers, INVALID)
      expect(await rows()).toEqual(before)
    })

    it('refuses other content types', async () => {
      const types = [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/xml',
        'application/jsonp',
        'json',
      ]
      const answers = types.map(
        async (type) => [type, await send(name, good(name), { headers: { 'content-type': type } })] as const,
      )
      await expectRefused(await Promise.all(answers), { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
    })

    it('refuses a body over 256 KiB', async () => {
      const large = `${good(name).slice(0, -1)},"x":"${'x'.repeat(300 * 1024)}"}`
      await expectRefused([['300 KiB', await send(name, large)]], { status: 413, code: 'PAYLOAD_TOO_LARGE' })
    })
  })

  describe.each(GUARDED)('%s', (name, route) => {
    const body = () => (route.body === undefined ? undefined : good(name))
    const CODES: Record<string, [missing: string, wrong: string]> = {
      user: ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      'user-or-service': ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      'user-or-signed': ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      service: ['SERVICE_CREDENTIAL_REQUIRED', 'SERVICE_CREDENTIAL_INVALID'],
      signed: ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID'],
      webhook: ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID'],
    }
    const [missing, wrong] = CODES[route.auth] ?? ['', '']

    it('refuses a call without a credential, or with a wrong one, before anything else', async () => {
      const before = await rows()
      const { url } = target(name)
      const signature = signRequest(
        ['another-secret-entirely'],
        { method: route.method, path: url, body: body() ?? '' },
        Date.now(),
      )
      const wrongs: Record<string, Record<string, string>[]> = {
        user: [{ authorization: 'Bearer a.b.c' }],
        'user-or-service': [{ authorization: 'Bearer a.b.c' }],
        'user-or-signed': [{ authorization: 'Bearer a.b.c' }],
        service: [{ 'x-shared-secret': 'not-the-shared-secret' }],
        signed: [signature],
        webhook: [{ 'x-hi-events-signature': signStatusWebhook(['another-secret-entirely'], body() ?? '') }],
      }
      const none = await send(name, body(), { credential: {} })
      await expectRefused([['none', none]], { status: 401, code: missing })
      for (const each of wrongs[route.auth] ?? []) {
        await expectRefused([['wrong', await send(name, body(), { credential: each })]], {
          status: 401,
          code: wrong,
        })
        if (body() === undefined) continue
        const nonsense = await send(name, '{"nonsense":1}', { credential: each })
        await expectRefused([['before the body', nonsense]], { status: 401, code: wrong })
      }
      expect(await rows()).toEqual(before)
    })

    it('refuses somebody else’s kind of credential', async () => {
      const isUsers = route.auth.startsWith('user')
      const foreign = isUsers
        ? { 'x-hi-events-signature': 'sha256=00' }
        : { authorization: `Bearer ${owner.token}` }
      expect((await send(name, body(), { credential: foreign })).statusCode).toBe(401)
    })
  })

  const SIGNED = ROUTES.filter(([, { auth }]) =>
    ['service', 'signed', 'user-or-service', 'user-or-signed'].includes(auth),
  )

  it.each(SIGNED)(
    '%s refuses a signature that was tampered with, is old, or was made for another call',
    async (name, route) => {
      const { url } = target(name)
      const text = route.body === undefined ? undefined : good(name)
      const sign = (change: { body?: string; path?: string; method?: string }, now = Date.now()) =>
        signRequest([SECRET], { method: route.method, path: url, body: text ?? '', ...change }, now)
      const flipped = sign({})
      flipped['x-tuvens-signature'] = (flipped['x-tuvens-signature'] ?? '').replace(/^./, (hex) =>
        hex === '0' ? '1' : '0',
      )
      const moved = { ...sign({}), 'x-tuvens-timestamp': String(Math.floor(Date.now() / 1000) + 1) }
      const elsewhere = text === undefined ? sign({ path: `${url}x` }) : sign({ body: `${text} ` })
      const wrong = [flipped, moved, elsewhere].map(
        async (each) => ['tampered', await send(name, text, { credential: each })] as const,
      )
      await expectRefused(await Promise.all(wrong), { status: 401, code: 'SIGNATURE_INVALID' })
      const old = await send(name, text, { credential: sign({}, Date.now() - 301_000) })
      await expectRefused([['old', old]], { status: 401, code: 'SIGNATURE_EXPIRED' })
    },
  )

  const ADDRESSED = ROUTES.filter(([, route]) => route.path.includes(':'))

  it.each(ADDRESSED)('%s refuses ids that are none', async (name, route) => {
    const body = route.body === undefined ? undefined : good(name)
    for (const id of [
      '0',
      '-1',
      '01',
      '1.5',
      'abc',
      '9'.repeat(19),
      '1%20or%201=1',
      "1'--",
      '%00',
      '..%2f..%2fetc',
    ]) {
      const url = route.path.replace(/:(id|event_id)$/, id)
      const answer = await send(name, body, { url })
      expectClean(answer)
      expect([url, answer.statusCode]).toEqual([url, 400])
    }
  })

  const QUERIED = ROUTES.filter(([, route]) => route.query !== undefined)

  it.each(QUERIED)('%s refuses parameters it does not know', async (name) => {
    const { url } = target(name)
    const answer = await send(name, undefined, { url: `${url}${url.includes('?') ? '&' : '?'}is_admin=1` })
    await expectRefused([['unknown', answer]], INVALID)
  })

  describe('calls about what belongs to others', () => {
    let stranger: Person
    beforeAll(async () => {
      stranger = await world.api.person()
    })

    it.each([
      ['createEvent', 403, 'NOT_A_MEMBER'],
      ['updateEvent', 403, 'NOT_A_MEMBER'],
      ['generateSession', 403, 'NOT_A_MEMBER'],
      ['deleteLink', 403, 'NOT_A_MEMBER'],
    ] as const)('%s are refused', async (name, status, code) => {
      const before = await rows()
      const body = target(name).body === undefined ? undefined : good(name)
      const answer = await send(name, body, { credential: { authorization: `Bearer ${stranger.token}` } })
      await expectRefused([[name, answer]], { status, code })
      expect(await rows()).toEqual(before)
    })
  })

  describe('session tokens', () => {
    const CALLS = [
      'validateSession',
      'validateCode',
      'userAccounts',
      'validatePermission',
      'putLink',
    ] as const
    const use = async (name: Name, token: string) => {
      const { url, body } = target(name)
      const text = body === undefined ? undefined : JSON.stringify(body).replaceAll(TOKEN, token)
      return send(name, text, { url: url.replaceAll(TOKEN, token) })
    }
    const age = (column: 'expires_at' | 'revoked_at') => world.database.db`
      update cross_app_sessions set ${world.database.db(column)} = now() where user_id = ${owner.id}`

    it.each(CALLS)('that are unknown, expired or revoked are refused by %s', async (name) => {
      const before = await rows()
      await expectRefused([['unknown', await use(name, TOKEN)]], { status: 404, code: 'SESSION_NOT_FOUND' })
      const expired = await world.api.session(owner)
      await age('expires_at')
      await expectRefused([['expired', await use(name, expired)]], { status: 404, code: 'SESSION_EXPIRED' })
      const revoked = await world.api.session(owner)
      await age('revoked_at')
      await expectRefused([['revoked', await use(name, revoked)]], { status: 404, code: 'SESSION_REVOKED' })
      const after = await rows()
      expect({ ...after, cross_app_sessions: 0 }).toEqual({ ...before, cross_app_sessions: 0 })
    })

    it.each(['validateSession', 'validateCode'] as const)(
      'that are used or replayed are refused by %s',
      async (name) => {
        const token = await world.api.session(owner)
        expect((await use(name, token)).statusCode).toBe(200)
        for (const again of ['used', 'replayed']) {
          await expectRefused([[again, await use(name, token)]], {
            status: 404,
            code: 'SESSION_ALREADY_USED',
          })
        }
      },
    )

    it.each(CALLS)('that are no tokens are refused by %s', async (name) => {
      for (const token of ['x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`, `${'x'.repeat(42)}.`]) {
        await expectRefused([[token, await use(name, encodeURIComponent(token))]], INVALID)
      }
    })
  })

  it('out-of-order and replayed webhooks change nothing', async () => {
    const event = await world.api.event(owner)
    const [older, newer] = [statusMessage(event.id, 909, 'LIVE'), statusMessage(event.id, 909, 'ENDED')]
    for (const message of [newer, older, newer, older]) {
      expect((await world.api.webhook(message)).statusCode).toBe(200)
    }
    const now = await world.api.app.inject(`/api/events/${event.id}`)
    expect(now.json()).toMatchObject({ ticketing_status: 'inactive', ticketing_version: 1 })
  })

  it('leaves the process alive and its log without a secret', async () => {
    expect((await world.api.app.inject('/healthz')).statusCode).toBe(200)
    expect((await world.api.app.inject('/readyz')).statusCode).toBe(200)
    expect(secrets.filter((secret) => logged.includes(secret))).toEqual([])
    expect(logged).not.toContain('"level":50')
  })
})
