import { createHmac, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JWT_SECRET, startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type Call,
  callerOf,
  makeEvent,
  type Organiser,
  PASSWORD,
  registration,
  signUp,
} from '../../test-support/organiser.ts'
import { readRecordings, readSecrets } from '../../test-support/recording.ts'
import { authenticate, refresh } from './session.ts'

let office: TestOffice
let anyone: Call
beforeAll(async () => {
  office = await startOffice()
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

type Claims = Record<string, unknown>
const KIND = 'b5b1af1aef51e22e5cbe394c3745722ab80ad6cc'

/** A valid token that the box office did not issue. */
function createJwt(
  claims: Claims = {},
  { secret = JWT_SECRET, header = { typ: 'JWT', alg: 'HS256' }, hash = 'sha256' } = {},
) {
  const now = Math.floor(Date.now() / 1000)
  const all = {
    iss: 'https://elsewhere.example',
    iat: now - 60,
    nbf: now - 60,
    exp: now + 600,
    jti: randomBytes(8).toString('hex'),
    prv: KIND,
    role: 'ADMIN',
    ...claims,
  }
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = `${part(header)}.${part(all)}`
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`
}

const me = (token: string, path = '/users/me') =>
  anyone('GET', path, undefined, { authorization: `Bearer ${token}` })

describe('registering', () => {
  it('lets exactly one of five concurrent registrations of one e-mail succeed', async () => {
    for (let round = 0; round < 3; round++) {
      const email = `race-${round}@example.com`
      const answers = await Promise.all(
        [email, email.toUpperCase(), email, email, email].map((each) =>
          anyone('POST', '/auth/register', registration(each)),
        ),
      )
      const statuses = answers.map((each) => each.status).sort((a, b) => a - b)
      expect(statuses).toEqual([201, 422, 422, 422, 422])
      const refused = answers.find((each) => each.status === 422)
      expect(refused?.body.errors.email).toEqual([refused?.body.message])
    }
    const [row] = await office.database
      .db`select count(*)::integer as accounts from accounts where email ilike 'race-%'`
    expect(row?.['accounts']).toBe(3)
  })

  it.each([
    ['a short password', { password: 'short', password_confirmation: 'short' }, 'password'],
    ['another password the second time', { password_confirmation: 'something else' }, 'password'],
    ['a timezone that is none', { timezone: 'Europe/Atlantis' }, 'timezone'],
    ['an offset for a timezone', { timezone: '+02:00' }, 'timezone'],
    ['a zone by an old name', { timezone: 'Asia/Katmandu' }, 'timezone'],
    ['a currency Stripe does not take', { currency_code: 'HTG' }, 'currency_code'],
    ['an address of more than 100 characters', { email: `${'x'.repeat(90)}@example.com` }, 'email'],
    ['a currency that is none', { currency_code: 'XYZ1' }, 'currency_code'],
    ['a name that is too long', { first_name: 'x'.repeat(51) }, 'first_name'],
    ['a number for a name', { first_name: 5 }, 'first_name'],
    ['an address with a line break', { email: 'a@example.com\r\nBcc: b@example.com' }, 'email'],
  ])('refuses %s', async (_what, part, field) => {
    const answer = await anyone('POST', '/auth/register', { ...registration(), ...part })
    expect(answer.status).toBe(422)
    expect(Object.keys(answer.body.errors)).toEqual([field])
  })

  it('keeps no password that anybody could read', async () => {
    await signUp(office.api)
    const rows = await office.database.db<{ password_hash: string }[]>`select password_hash from users`
    expect(rows.every((each) => each.password_hash.startsWith('$argon2id$'))).toBe(true)
  })
})

describe('logging in', () => {
  it('answers a wrong password and an unknown e-mail alike', async () => {
    const { email } = await signUp(office.api)
    const wrong = await anyone('POST', '/auth/login', { email, password: 'not the password' })
    const unknown = await anyone('POST', '/auth/login', { email: 'nobody@example.com', password: PASSWORD })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body).toEqual(unknown.body)
  })

  it('ignores capital letters in an e-mail', async () => {
    const { email } = await signUp(office.api)
    const answer = await anyone('POST', '/auth/login', { email: email.toUpperCase(), password: PASSWORD })
    expect(answer.status).toBe(200)
  })

  it('gives no token to a member of several accounts who names none', async () => {
    const [person, other] = [await signUp(office.api), await signUp(office.api)]
    await office.database.db`
      insert into account_users (account_id, user_id, role) values (${other.accountId}, ${person.userId}, 'ORGANIZER')`
    const login = { email: person.email, password: PASSWORD }
    const open = await anyone('POST', '/auth/login', login)
    expect([open.status, open.body.token, open.body.accounts.length]).toEqual([200, null, 2])
    const chosen = await anyone('POST', '/auth/login', { ...login, account_id: other.accountId })
    expect((await me(chosen.body.token)).body.data).toMatchObject({
      account_id: other.accountId,
      role: 'ORGANIZER',
    })
    const foreign = await anyone('POST', '/auth/login', { ...login, account_id: 999_999 })
    expect(foreign.status).toBe(401)
  })
})

describe('tokens', () => {
  let person: Organiser
  const own = () => ({ sub: String(person.userId), account_id: person.accountId })
  beforeAll(async () => {
    person = await signUp(office.api)
  })

  it('made elsewhere with the shared key are as good as its own, in the header and in the cookie', async () => {
    expect((await me(createJwt(own()))).status).toBe(200)
    expect(
      (await anyone('GET', '/users/me', undefined, { cookie: `token=${createJwt(own())}` })).status,
    ).toBe(200)
  })

  const now = Math.floor(Date.now() / 1000)
  it.each<[string, Claims, Parameters<typeof createJwt>[1]?]>([
    ['issued in the future', { iat: now + 60 }],
    ['not valid yet', { nbf: now + 60 }],
    ['expired', { exp: now - 1 }],
    ['of another kind of user', { prv: '0'.repeat(40) }],
    ['without a kind of user', { prv: undefined }],
    ['without an id of their own', { jti: undefined }],
    ['of nobody', { sub: '2147483646' }],
    ['of a user that is no number', { sub: "1' or '1'='1" }],
    ['signed with another key', {}, { secret: 'another key of the same length!!' }],
    ['signed with another algorithm', {}, { header: { typ: 'JWT', alg: 'HS512' }, hash: 'sha512' }],
    ['that claim to need no signature', {}, { header: { typ: 'JWT', alg: 'none' } }],
    ['signed with an empty key', {}, { secret: '' }],
  ])('%s are refused', async (_what, claims, options) => {
    expect((await me(createJwt({ ...own(), ...claims }, options))).status).toBe(401)
  })

  it.each(['', 'x', 'a.b.c', 'e30.e30.', 'x'.repeat(6000)])(
    'that are none are refused (%#)',
    async (token) => {
      expect((await me(token)).status).toBe(401)
    },
  )

  it('without an account open nothing that belongs to one', async () => {
    const answer = await me(createJwt({ ...own(), account_id: undefined }), '/events')
    expect([answer.status, answer.body]).toEqual([403, { message: 'No account ID found in token' }])
  })

  it('with an account the person does not belong to read nothing of it and change nothing in it', async () => {
    const stranger = await signUp(office.api)
    const { eventId, organizerId } = await makeEvent(stranger)
    const token = createJwt({ ...own(), account_id: stranger.accountId })
    const call = callerOf(office.api, { authorization: `Bearer ${token}` })
    expect((await call('GET', '/events')).body.data).toEqual([])
    expect((await call('GET', '/organizers')).body.data).toEqual([])
    expect((await call('GET', `/events/${eventId}`)).status).toBe(404)
    expect((await call('PUT', `/events/${eventId}/status`, { status: 'DRAFT' })).status).toBe(404)
    const organizer = { name: 'Mine now', email: 'a@example.com', timezone: 'UTC', currency: 'EUR' }
    expect((await call('PUT', `/organizers/${organizerId}`, organizer)).status).toBe(404)
    expect((await call('POST', '/organizers', organizer)).status).toBe(404)
    expect((await stranger.call('GET', `/events/${eventId}`)).body.data.status).toBe('LIVE')
  })

  it('that were logged out stop working at once, on every instance', async () => {
    const second = await startOffice({ database: office.database })
    const { token, call } = await signUp(office.api)
    expect((await call('POST', '/auth/logout')).status).toBe(200)
    const there = await callerOf(second.api)('GET', '/users/me', undefined, {
      authorization: `Bearer ${token}`,
    })
    expect([(await me(token)).status, there.status]).toEqual([401, 401])
    await second.close()
  })

  it('are exchanged once, however many calls arrive at the same moment', async () => {
    const { call } = await signUp(office.api)
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('POST', '/auth/refresh')))
    expect(answers.filter((each) => each.status === 200)).toHaveLength(1)
    const fresh = answers.find((each) => each.status === 200)?.body.token
    expect((await me(fresh)).status).toBe(200)
  })

  it('are exchanged once by two calls that were both authenticated before', async () => {
    const { token } = await signUp(office.api)
    const bearer = await authenticate(office.context, token)
    if (bearer === null) throw new TypeError('a new token must be valid')
    expect(await refresh(office.context, bearer)).toMatchObject({ token: expect.any(String) })
    await expect(refresh(office.context, bearer)).rejects.toMatchObject({ status: 401 })
  })

  it('in a cookie do not count for a change that another site causes', async () => {
    const { token, call } = await signUp(office.api)
    const cookie = { cookie: `token=${token}` }
    const foreign = { ...cookie, origin: 'https://evil.example' }
    expect((await anyone('POST', '/auth/logout', undefined, foreign)).status).toBe(401)
    expect((await call('GET', '/users/me')).status).toBe(200)
    const same = { ...cookie, origin: office.context.config.publicUrl }
    expect((await anyone('POST', '/auth/logout', undefined, same)).status).toBe(200)
  })

  it('signed with a former key stay good while it is still listed', async () => {
    const former = 'the key of last month, which is long enough'.replaceAll(',', ';')
    const rotated = await startOffice({ database: office.database, jwtSecret: `${JWT_SECRET},${former}` })
    const token = createJwt(own(), { secret: former })
    const there = await callerOf(rotated.api)('GET', '/users/me', undefined, {
      authorization: `Bearer ${token}`,
    })
    expect([(await me(token)).status, there.status]).toEqual([401, 200])
    await rotated.close()
  })
})

describe('the recorded tokens of a real Hi.Events', () => {
  const recordings = readRecordings('story').filter((each) => /-minted-|^0[67]-users-me/.test(each.file))
  let then: TestOffice
  beforeAll(async () => {
    const clock = { now: () => Date.parse('2026-11-23T08:52:36.500Z') }
    then = await startOffice({ jwtSecret: readSecrets().jwt_secret, context: { clock } })
    await signUp(then.api)
  })
  afterAll(() => then.close())

  it.each(recordings.map((each) => [each.file, each] as const))(
    'get the same answer here, at the time they were made: %s',
    async (_file, { request, response }) => {
      const answer = await callerOf(then.api)('GET', request.path, undefined, request.headers)
      expect(answer.status).toBe(response.status)
    },
  )
})

describe('changing the own password', () => {
  const change = (call: Call, more: object = {}) =>
    call('PUT', '/users/me', {
      current_password: PASSWORD,
      password: 'another password of the tests',
      password_confirmation: 'another password of the tests',
      ...more,
    })

  it('takes the new one from then on, and the old one no more', async () => {
    const { call, email } = await signUp(office.api)
    expect((await change(call)).body.data.email).toBe(email)
    const login = (password: string) => anyone('POST', '/auth/login', { email, password })
    expect((await login('another password of the tests')).status).toBe(200)
    expect((await login(PASSWORD)).status).toBe(401)
  })

  it.each([
    ['a wrong current password', { current_password: 'something else' }, 'current_password'],
    ['another password the second time', { password_confirmation: 'something else' }, 'password'],
    ['a short password', { password: 'short', password_confirmation: 'short' }, 'password'],
  ])('refuses %s', async (_what, more, field) => {
    const { call } = await signUp(office.api)
    const answer = await change(call, more)
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [field]])
  })
})

it('where registration is switched off, nobody new gets an account, and the page says whom to ask', async () => {
  const closed = await startOffice({ database: office.database, env: { APP_DISABLE_REGISTRATION: 'true' } })
  try {
    const answer = await callerOf(closed.api)('POST', '/auth/register', registration('new@example.com'))
    expect([answer.status, answer.body]).toEqual([
      403,
      { message: 'Account registration is disabled', errors: [] },
    ])
    const page = await fetch(closed.api.replace(/\/api$/, '/auth/register'))
    expect([page.status, await page.text()]).toEqual([
      403,
      expect.stringContaining('No new accounts are made here'),
    ])
    const signIn = await fetch(closed.api.replace(/\/api$/, '/auth/login'))
    expect(await signIn.text()).not.toContain('/auth/register')
  } finally {
    await closed.close()
  }
})
