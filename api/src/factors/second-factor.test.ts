import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedUp, startWorld, type TestApi, type TestWorld } from '../../test-support/api.ts'

describe('two-step sign-in', () => {
  let world: TestWorld
  let api: TestApi
  let now = Date.parse('2030-01-01T12:00:00Z')
  beforeAll(async () => {
    world = await startWorld({}, { clock: { now: () => now } })
    api = world.api
  })
  afterAll(() => world.end())

  const post = async (path: string, payload: object, user?: SignedUp) => {
    const headers = user === undefined ? {} : { authorization: `Bearer ${user.token}` }
    const answer = await api.app.inject({ method: 'POST', url: `/api/auth/${path}`, headers, payload })
    return { status: answer.statusCode, ...(answer.body !== '' && answer.json()) }
  }
  const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: now })

  /** A user who has turned it on, half a minute ago. */
  const withSecondFactor = async () => {
    const user = await api.signUp()
    const { secret } = await post('me/second-factor', { password: user.password }, user)
    const { recovery_codes: recovery } = await post(
      'me/second-factor/confirm',
      { code: codeOf(secret) },
      user,
    )
    now += 30_000
    return { user, secret, recovery }
  }
  const told = async ({ email }: SignedUp) =>
    (await api.mailsTo(email)).filter(({ text }) => text.includes('The old ones stopped working')).length
  const leftOf = async (user: SignedUp) => {
    const headers = { authorization: `Bearer ${user.token}` }
    const answer = await api.app.inject({ url: '/api/auth/me/sign-in-methods', headers })
    return answer.json().recovery_codes_left
  }
  const secondStep = async (user: SignedUp, code: string) => {
    const { second_factor_token } = await api.login(user.email, user.password)
    return post('login/second-factor', { second_factor_token, code })
  }

  it('counts only after a code of the app, and then asks for one', async () => {
    const user = await api.signUp()
    const { secret, uri } = await post('me/second-factor', { password: user.password }, user)
    expect(uri).toContain(encodeURIComponent(user.email))
    expect((await api.login(user.email, user.password)).access_token).toBeDefined()
    expect((await post('me/second-factor/confirm', { code: '000000' }, user)).code).toBe(
      'SECOND_FACTOR_INVALID',
    )
    const on = await post('me/second-factor/confirm', { code: codeOf(secret) }, user)
    expect(new Set(on.recovery_codes).size).toBe(10)
    const { access_token, second_factor_token } = await api.login(user.email, user.password)
    expect([access_token, typeof second_factor_token]).toEqual([undefined, 'string'])
  })

  it('is asked for whatever link that confirms the e-mail is left', async () => {
    const user = await api.signUp({ isVerified: false })
    const first = await api.mailedSecret(user.email, 'Confirm')
    await post('me/verify-email/resend', {}, user)
    const newest = () => api.mailedSecret(user.email, 'Confirm')
    await expect.poll(newest, { timeout: 60_000 }).not.toBe(first)
    const second = await newest()
    expect((await post('me/verify-email', { token: first }, user)).status).toBe(204)
    const { secret } = await post('me/second-factor', { password: user.password }, user)
    expect((await post('me/second-factor/confirm', { code: codeOf(secret) }, user)).status).toBe(200)
    const answer = await post('verify-email', { token: second, password: user.password })
    expect([answer.code, answer.access_token]).toEqual(['MAILED_LINK_INVALID', undefined])
  })

  it('takes a code once, also of the step before, and no older one', async () => {
    const { user, secret } = await withSecondFactor()
    const code = codeOf(secret)
    now += 30_000
    expect((await secondStep(user, code)).status).toBe(200)
    expect((await secondStep(user, code)).code).toBe('SECOND_FACTOR_INVALID')
    const old = codeOf(secret)
    now += 90_000
    expect((await secondStep(user, old)).code).toBe('SECOND_FACTOR_INVALID')
  })

  it('takes a recovery code once, in any spelling', async () => {
    const { user, recovery } = await withSecondFactor()
    const [first = ''] = recovery
    expect((await secondStep(user, first.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
    expect((await secondStep(user, first)).code).toBe('SECOND_FACTOR_INVALID')
  })

  it('replaces all recovery codes with the password, which is told by mail', async () => {
    const { user, recovery } = await withSecondFactor()
    const [first = ''] = recovery
    const replace = (password: string) => post('me/second-factor/recovery-codes', { password }, user)
    expect((await replace('not the password')).code).toBe('INVALID_CREDENTIALS')
    expect((await secondStep(user, first)).status).toBe(200)
    const [left, both] = [await leftOf(user), await Promise.all([1, 2].map(() => replace(user.password)))]
    expect([left, both.map(({ status }) => status), await leftOf(user)]).toEqual([9, [200, 200], 10])
    const works = async (code: string) => (await secondStep(user, code)).status === 200
    expect(await works(recovery[1])).toBe(false)
    const fresh = await Promise.all(both.map(({ recovery_codes: [code] }) => works(code)))
    expect(fresh.filter(Boolean)).toHaveLength(1)
    await expect.poll(() => told(user), { timeout: 60_000 }).toBe(2)
  })

  it('makes no recovery codes while it is off', async () => {
    const user = await api.signUp()
    const { code } = await post('me/second-factor/recovery-codes', { password: user.password }, user)
    expect([code, await leftOf(user)]).toEqual(['VALIDATION_ERROR', 0])
  })

  it('ends a second step after five wrong codes, and after its use', async () => {
    const { user, secret } = await withSecondFactor()
    const { second_factor_token } = await api.login(user.email, user.password)
    const step = (code: string) => post('login/second-factor', { second_factor_token, code })
    for (let wrong = 0; wrong < 5; wrong++) expect((await step('000000')).code).toBe('SECOND_FACTOR_INVALID')
    expect((await step(codeOf(secret))).code).toBe('MAILED_LINK_INVALID')
    const next = await api.login(user.email, user.password)
    const use = { second_factor_token: next.second_factor_token, code: codeOf(secret) }
    expect((await post('login/second-factor', use)).status).toBe(200)
    expect((await post('login/second-factor', use)).code).toBe('MAILED_LINK_INVALID')
  })

  it('stays on after a new password, and is turned off with the password', async () => {
    const { user } = await withSecondFactor()
    await post('password-reset', { email: user.email })
    const token = await api.mailedSecret(user.email, 'new password')
    await post('password-reset/confirm', { token, password: 'olive barge lantern' })
    const { second_factor_token } = await api.login(user.email, 'olive barge lantern')
    expect(second_factor_token).toBeDefined()
    const again = { ...user, token: await api.tokenOf(user.id) }
    expect((await post('me/second-factor/remove', { password: user.password }, again)).code).toBe(
      'INVALID_CREDENTIALS',
    )
    expect((await post('me/second-factor/remove', { password: 'olive barge lantern' }, again)).status).toBe(
      204,
    )
    expect((await api.login(user.email, 'olive barge lantern')).access_token).toBeDefined()
  })

  it('makes secrets and recovery codes that nobody can guess', async () => {
    const both = [await withSecondFactor(), await withSecondFactor()]
    for (const { secret } of both) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(new Set(both.map(({ secret }) => secret)).size).toBe(2)
    const codes = both.flatMap(({ recovery }) => recovery)
    for (const each of codes) expect(each).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/)
    expect(new Set(codes).size).toBe(20)
  })

  it('keeps neither the secret nor a recovery code in a row', async () => {
    const { user, secret, recovery } = await withSecondFactor()
    const rows = await world.database.db`
      select u::text as row from users u where id = ${user.id}
      union all select r::text from recovery_codes r where user_id = ${user.id}
      union all select m::text from mails m where user_id = ${user.id}`
    const text = JSON.stringify(rows)
    const hex = recovery.map((each: string) => Buffer.from(each.replaceAll('-', '')).toString('hex'))
    for (const each of [secret, ...recovery, ...hex]) expect(text).not.toContain(each)
  })
})
