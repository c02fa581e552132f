import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedUp, startWorld, type TestApi, type TestWorld } from '../../test-support/api.ts'
import { TestAuthenticator } from '../../test-support/authenticator.ts'

describe('passkeys', () => {
  let world: TestWorld
  let api: TestApi
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
  })
  afterAll(() => world.end())

  const post = async (path: string, payload?: object, user?: SignedUp) => {
    const headers = user === undefined ? {} : { authorization: `Bearer ${user.token}` }
    const answer = await api.app.inject({
      method: 'POST',
      url: `/api/auth/${path}`,
      headers,
      ...(payload && { payload }),
    })
    return { status: answer.statusCode, ...(answer.body !== '' && answer.json()) }
  }
  const challengeFor = async (user: SignedUp) =>
    (await post('me/passkeys/options', { password: user.password }, user)).challenge
  const withPasskey = async () => {
    const [user, authenticator] = [await api.signUp(), new TestAuthenticator()]
    const passkey = authenticator.make(await challengeFor(user))
    const added = await post('me/passkeys', { name: 'My phone', passkey }, user)
    return { user, authenticator, added }
  }
  const loginChallenge = async () => (await post('login/passkey/options')).challenge

  it('are added with the password and sign in once for each challenge', async () => {
    const { user, authenticator, added } = await withPasskey()
    expect(added).toMatchObject({ status: 201, name: 'My phone' })
    const use = authenticator.use(await loginChallenge())
    expect(await post('login/passkey', use)).toMatchObject({ status: 200, user: { id: user.id } })
    expect((await post('login/passkey', use)).code).toBe('PASSKEY_INVALID')
  })

  it('are refused for another site, with a challenge of nobody, and when the counter goes back', async () => {
    const { authenticator } = await withPasskey()
    const elsewhere = authenticator.use(await loginChallenge(), 'https://evil.example')
    expect((await post('login/passkey', elsewhere)).code).toBe('PASSKEY_INVALID')
    const unasked = authenticator.use(randomBytes(32).toString('base64url'))
    expect((await post('login/passkey', unasked)).code).toBe('PASSKEY_INVALID')
    const [first, second] = [await loginChallenge(), await loginChallenge()]
    const copied = authenticator.use(first)
    expect((await post('login/passkey', authenticator.use(second))).status).toBe(200)
    expect((await post('login/passkey', copied)).code).toBe('PASSKEY_INVALID')
  })

  it('are added only for the challenge of the same user, and each once', async () => {
    const { user, authenticator } = await withPasskey()
    const stranger = await api.signUp()
    const passkey = new TestAuthenticator().make(await challengeFor(stranger))
    expect((await post('me/passkeys', { name: 'x', passkey }, user)).code).toBe('PASSKEY_INVALID')
    const again = authenticator.make(await challengeFor(stranger))
    expect((await post('me/passkeys', { name: 'x', passkey: again }, stranger)).code).toBe('PASSKEY_INVALID')
  })

  it('are removed by their user only, with the password, which is told by mail', async () => {
    const { user, authenticator, added } = await withPasskey()
    const remove = (caller: SignedUp, password = caller.password) =>
      post(`me/passkeys/${added.id}/remove`, { password }, caller)
    const removals = async () =>
      (await api.mailsTo(user.email)).filter((mail) => mail.text.includes('A passkey was removed')).length
    expect((await remove(await api.signUp())).status).toBe(204)
    expect((await remove(user, 'not it at all')).code).toBe('INVALID_CREDENTIALS')
    expect((await post('login/passkey', authenticator.use(await loginChallenge()))).status).toBe(200)
    expect((await remove(user)).status).toBe(204)
    await expect.poll(removals, { timeout: 60_000 }).toBe(1)
    expect((await remove(user)).status).toBe(204)
    expect((await post('login/passkey', authenticator.use(await loginChallenge()))).code).toBe(
      'PASSKEY_INVALID',
    )
  })
})
