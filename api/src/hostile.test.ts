import { API_ROUTES, type Route } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, SECRET, statusMessage } from '../test-support/api.ts'
import {
  type HostileResponse,
  HostileWorld,
  type Name,
  placesOf,
  refusalOf,
  requiredPlaces,
  TOKEN,
  withAt,
} from '../test-support/hostile.ts'

const ROUTES = Object.entries(API_ROUTES as Record<string, Route>) as [Name, Route][]
const WITH_BODY = ROUTES.filter(([, route]) => route.body !== undefined)
const GUARDED = ROUTES.filter(([, route]) => route.auth !== 'none')
/** Routes that accept unknown fields, because new senders of webhooks may add some. */
const LENIENT: Name[] = ['statusWebhook']

describe('every endpoint under attack', () => {
  let hostile: HostileWorld
  beforeAll(async () => {
    hostile = await HostileWorld.start()
  })
  afterAll(() => hostile.world.end())

  const good = (name: Name) => hostile.textOf(name) ?? ''

  const expectClean = (answer: HostileResponse) => {
    expect(hostile.leaksOf(answer)).toEqual([])
    expect(answer.statusCode).toBeLessThan(500)
  }
  const expectRefused = async (
    answers: (readonly [string, HostileResponse])[],
    expected: Record<string, unknown>,
  ) => {
    answers.forEach(([, answer]) => expectClean(answer))
    const told = answers.map(([what, answer]) => [what, answer.statusCode, answer.json().code])
    expect(told).toEqual(answers.map(([what]) => [what, expected['status'], expected['code']]))
  }

  const INVALID = { status: 400, code: 'VALIDATION_ERROR' }
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

  describe.each(WITH_BODY)('%s', (name, route) => {
    const changed = (place: string[], value: unknown) =>
      JSON.stringify(withAt(hostile.bodyOf(name) ?? {}, place, value))
    const sendChanged = (place: string[], value: unknown) => hostile.send(name, changed(place, value))
    const places = () => placesOf(hostile.bodyOf(name) ?? {})

    it('refuses wrong types and stores nothing', async () => {
      const before = await hostile.rows()
      const answers: [string, HostileResponse][] = []
      for (const place of places()) {
        for (const value of [{ a: 1 }, [[]], true, -1.5]) {
          answers.push([`${place.join('.')}=${JSON.stringify(value)}`, await sendChanged(place, value)])
        }
      }
      await expectRefused(answers, INVALID)
      expect(await hostile.rows()).toEqual(before)
    })

    it('refuses missing fields', async () => {
      for (const place of requiredPlaces(route.body)) {
        if (!places().some((each) => each.join() === place.join())) continue
        await expectRefused([[place.join('.'), await sendChanged(place, undefined)]], INVALID)
      }
    })

    it('refuses texts that are too long and bodies that are too deep', async () => {
      const before = await hostile.rows()
      const bodies: [string, string][] = [
        ...places().map((place): [string, string] => [place.join('.'), changed(place, 'x'.repeat(60_000))]),
        ...[33, 1000, 100_000].map((depth): [string, string] => [`depth ${depth}`, nested(depth)]),
        ['deep inside', good(name).replace(/}$/, `,"deep":${nested(40)}}`)],
      ]
      for (const [what, body] of bodies) {
        const [status, code] = refusalOf(name, body)
        await expectRefused([[what, await hostile.send(name, body)]], { status, code })
      }
      expect(await hostile.rows()).toEqual(before)
    })

    it('refuses unknown fields', async () => {
      if (LENIENT.includes(name)) return
      const parents = [
        [],
        ...places()
          .filter((place) => place.length > 1)
          .map((place) => place.slice(0, -1)),
      ]
      for (const parent of parents) {
        for (const field of ['is_admin', 'constructor', 'id', '$where', '']) {
          await expectRefused([[field, await sendChanged([...parent, field], 1)]], INVALID)
        }
      }
    })

    it('refuses a body that is not a JSON object in UTF-8 without NUL', async () => {
      const before = await hostile.rows()
      const text = good(name)
      const string = /[:[]\s*"[^"]/
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
      const answers: [string, HostileResponse][] = []
      for (const [what, body] of bodies) answers.push([what, await hostile.send(name, body)])
      await expectRefused(answers, INVALID)
      expect(await hostile.rows()).toEqual(before)
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
        async (type) =>
          [type, await hostile.send(name, good(name), { headers: { 'content-type': type } })] as const,
      )
      await expectRefused(await Promise.all(answers), { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
    })

    it('refuses a body over 256 KiB', async () => {
      const large = `${good(name).slice(0, -1)},"x":"${'x'.repeat(300 * 1024)}"}`
      await expectRefused([['300 KiB', await hostile.send(name, large)]], {
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
      })
    })
  })

  describe.each(GUARDED)('%s', (name, route) => {
    const body = () => hostile.textOf(name)
    const CODES: Record<string, [missing: string, wrong: string]> = {
      user: ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      'user-or-service': ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      'user-or-signed': ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID'],
      key: ['AUTHENTICATION_REQUIRED', 'API_KEY_INVALID'],
      service: ['SERVICE_CREDENTIAL_REQUIRED', 'SIGNATURE_INVALID'],
      signed: ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID'],
      webhook: ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID'],
    }
    const [missing, wrong] = CODES[route.auth] ?? ['', '']

    it('refuses a missing or wrong credential before anything else', async () => {
      const before = await hostile.rows()
      const url = hostile.urlOf(name)
      const signature = signRequest(
        ['another-secret-entirely'],
        { method: route.method, path: url, body: body() ?? '' },
        Date.now(),
      )
      const wrongCredentials: Record<string, Record<string, string>[]> = {
        user: [{ authorization: 'Bearer a.b.c' }],
        'user-or-service': [{ authorization: 'Bearer a.b.c' }],
        'user-or-signed': [{ authorization: 'Bearer a.b.c' }],
        key: [{ authorization: 'Bearer tvk_live_x' }],
        service: [signature],
        signed: [signature],
        webhook: [signature],
      }
      const none = await hostile.send(name, body(), { credential: {} })
      await expectRefused([['none', none]], { status: 401, code: missing })
      for (const each of wrongCredentials[route.auth] ?? []) {
        await expectRefused([['wrong', await hostile.send(name, body(), { credential: each })]], {
          status: 401,
          code: wrong,
        })
        if (body() === undefined) continue
        const nonsense = await hostile.send(name, '{"nonsense":1}', { credential: each })
        await expectRefused([['before the body', nonsense]], { status: 401, code: wrong })
      }
      expect(await hostile.rows()).toEqual(before)
    })

    it('refuses the kind of credential of another route', async () => {
      const isUsers = route.auth.startsWith('user')
      const foreign = isUsers
        ? { 'x-hi-events-signature': 'sha256=00' }
        : { authorization: `Bearer ${hostile.owner.token}` }
      expect((await hostile.send(name, body(), { credential: foreign })).statusCode).toBe(401)
    })
  })

  const SIGNED = ROUTES.filter(([, { auth }]) =>
    ['service', 'signed', 'user-or-service', 'user-or-signed', 'webhook'].includes(auth),
  )

  it.each(SIGNED)(
    '%s refuses a signature that is changed, old, or made for another call',
    async (name, route) => {
      const url = hostile.urlOf(name)
      const text = hostile.textOf(name)
      const sign = (change: { body?: string; path?: string; method?: string }, now = Date.now()) =>
        signRequest([SECRET], { method: route.method, path: url, body: text ?? '', ...change }, now)
      const flipped = sign({})
      flipped['x-tuvens-signature'] = (flipped['x-tuvens-signature'] ?? '').replace(/^./, (hex) =>
        hex === '0' ? '1' : '0',
      )
      const moved = { ...sign({}), 'x-tuvens-timestamp': String(Math.floor(Date.now() / 1000) + 1) }
      const changed = [
        sign({ body: `${text ?? ''} ` }),
        sign({ path: `${url}x` }),
        sign({ path: '/api/cross-app/links/999999' }),
        sign({ method: 'PATCH' }),
      ]
      const wrong = [flipped, moved, ...changed].map(
        async (each) => ['tampered', await hostile.send(name, text, { credential: each })] as const,
      )
      await expectRefused(await Promise.all(wrong), { status: 401, code: 'SIGNATURE_INVALID' })
      const old = await hostile.send(name, text, { credential: sign({}, Date.now() - 301_000) })
      await expectRefused([['old', old]], { status: 401, code: 'SIGNATURE_EXPIRED' })
    },
  )

  /** The ids of a platform are its own: almost any text. Its tests have them (api/src/platform/platform.test.ts). */
  const ADDRESSED = ROUTES.filter(([, { path }]) => path.includes(':') && !path.includes(':external_id'))

  it.each(ADDRESSED)('%s refuses invalid ids', async (name, route) => {
    const body = hostile.textOf(name)
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
      const url = route.path.replaceAll(/:\w+/g, id)
      const answer = await hostile.send(name, body, { url })
      expectClean(answer)
      expect([url, answer.statusCode]).toEqual([url, 400])
    }
  })

  const QUERIED = ROUTES.filter(([, route]) => route.query !== undefined)

  /** An EventSource never connects again after a refusal. */
  const STRICT = QUERIED.filter(([name]) => name !== 'eventUpdates')

  it.each(STRICT)('%s refuses unknown parameters', async (name) => {
    const url = hostile.urlOf(name)
    const answer = await hostile.send(name, undefined, {
      url: `${url}${url.includes('?') ? '&' : '?'}is_admin=1`,
    })
    await expectRefused([['unknown', answer]], INVALID)
  })

  describe('calls about the resources of another account', () => {
    let stranger: TestUser
    beforeAll(async () => {
      stranger = await hostile.world.api.person()
    })

    it.each([
      ['createEvent', 403, 'NOT_A_MEMBER'],
      ['updateEvent', 403, 'NOT_A_MEMBER'],
      ['generateSession', 403, 'NOT_A_MEMBER'],
      ['deleteLink', 403, 'NOT_A_MEMBER'],
    ] as const)('refuses %s', async (name, status, code) => {
      const before = await hostile.rows()
      const body = hostile.textOf(name)
      const answer = await hostile.send(name, body, {
        credential: { authorization: `Bearer ${stranger.token}` },
      })
      await expectRefused([[name, answer]], { status, code })
      expect(await hostile.rows()).toEqual(before)
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
      const url = hostile.urlOf(name).replaceAll(TOKEN, token)
      return hostile.send(name, hostile.textOf(name)?.replaceAll(TOKEN, token), { url })
    }
    const age = (column: 'expires_at' | 'revoked_at') => hostile.world.database.db`
      update cross_app_sessions set ${hostile.world.database.db(column)} = now() where user_id = ${hostile.owner.id}`

    it.each(CALLS)('refuses unknown, expired and revoked tokens in %s', async (name) => {
      const before = await hostile.rows()
      await expectRefused([['unknown', await use(name, TOKEN)]], { status: 404, code: 'SESSION_NOT_FOUND' })
      const expired = await hostile.world.api.session(hostile.owner)
      await age('expires_at')
      await expectRefused([['expired', await use(name, expired)]], { status: 404, code: 'SESSION_EXPIRED' })
      const revoked = await hostile.world.api.session(hostile.owner)
      await age('revoked_at')
      await expectRefused([['revoked', await use(name, revoked)]], { status: 404, code: 'SESSION_REVOKED' })
      const after = await hostile.rows()
      expect({ ...after, cross_app_sessions: 0 }).toEqual({ ...before, cross_app_sessions: 0 })
    })

    it.each(['validateSession', 'validateCode'] as const)('refuses a used token in %s', async (name) => {
      const token = await hostile.world.api.session(hostile.owner)
      expect((await use(name, token)).statusCode).toBe(200)
      for (const again of ['used', 'replayed']) {
        await expectRefused([[again, await use(name, token)]], {
          status: 404,
          code: 'SESSION_ALREADY_USED',
        })
      }
    })

    it.each(CALLS)('refuses a malformed token in %s', async (name) => {
      for (const token of ['x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`, `${'x'.repeat(42)}.`]) {
        await expectRefused([[token, await use(name, encodeURIComponent(token))]], INVALID)
      }
    })
  })

  it('changes nothing on out-of-order and replayed webhooks', async () => {
    const event = await hostile.world.api.event(hostile.owner)
    const [older, newer] = [statusMessage(event.id, 909, 'LIVE'), statusMessage(event.id, 909, 'ENDED')]
    for (const message of [newer, older, newer, older]) {
      expect((await hostile.world.api.webhook(message)).statusCode).toBe(200)
    }
    const now = await hostile.world.api.app.inject(`/api/events/${event.id}`)
    expect(now.json()).toMatchObject({ ticketing_status: 'inactive', ticketing_version: 1 })
  })

  it('answers only with error codes that the contract announces for the route', () => {
    expect(hostile.undocumented).toEqual([])
  })

  it('leaves the process running and no secret in its log', async () => {
    expect((await hostile.world.api.app.inject('/healthz')).statusCode).toBe(200)
    expect((await hostile.world.api.app.inject('/readyz')).statusCode).toBe(200)
    expect(hostile.secrets.filter((secret) => hostile.log.includes(secret))).toEqual([])
    expect(hostile.log).not.toContain('"level":50')
  })
})
