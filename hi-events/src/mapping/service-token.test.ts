import { describe, expect, it } from 'vitest'
import { UpstreamError } from '../upstream/errors.ts'
import type { AccountWithLogin } from './account.ts'
import { createServiceTokens } from './service-token.ts'

const account = (id = 1) => ({ id, credential: null }) as AccountWithLogin
const unauthorised = () => new UpstreamError('unauthorised', { call: 'GET /events' })

function setUp() {
  let [made, now] = [0, 0]
  const login = {
    needsCredential: true,
    sharesToken: () => false,
    signIn: () => Promise.resolve(`token ${++made}`),
  }
  const tokens = createServiceTokens(login, () => now)
  return { tokens, login, made: () => made, pass: (ms: number) => (now += ms) }
}

describe('our own tokens', () => {
  it('are signed in for once, however many ask', async () => {
    const { tokens, made } = setUp()
    const used = await Promise.all(
      [1, 2, 3].map(() => tokens.use(account(), ({ token }) => Promise.resolve(token))),
    )
    expect(used).toEqual(['token 1', 'token 1', 'token 1'])
    expect(made()).toBe(1)
  })

  it('are not used for an account whose credential has changed', async () => {
    const { tokens } = setUp()
    const use = (credential: Buffer | null) =>
      tokens.use({ ...account(), credential }, ({ token }) => Promise.resolve(token))
    expect([await use(Buffer.from('one')), await use(Buffer.from('one'))]).toEqual(['token 1', 'token 1'])
    expect([await use(Buffer.from('two')), await use(null)]).toEqual(['token 2', 'token 3'])
  })

  it('are one an account', async () => {
    const { tokens } = setUp()
    const use = (id: number) => tokens.use(account(id), ({ token }) => Promise.resolve(token))
    expect([await use(1), await use(2), await use(1)]).toEqual(['token 1', 'token 2', 'token 1'])
  })

  it('are replaced once when they have stopped working, and the work is done again', async () => {
    const { tokens, made } = setUp()
    const work = ({ token }: { token: string }) =>
      token === 'token 1' ? Promise.reject(unauthorised()) : Promise.resolve(token)
    expect(await tokens.use(account(), work)).toBe('token 2')
    await expect(tokens.use(account(2), () => Promise.reject(unauthorised()))).rejects.toThrow()
    expect(made()).toBe(4)
  })

  it('are not replaced for any other failure', async () => {
    const { tokens, made } = setUp()
    const failed = new UpstreamError('failed', { call: 'GET /events', status: 500 })
    await expect(tokens.use(account(), () => Promise.reject(failed))).rejects.toBe(failed)
    expect(made()).toBe(1)
  })

  it('grow old', async () => {
    const { tokens, pass, made } = setUp()
    await tokens.use(account(), () => Promise.resolve())
    pass(6 * 3_600_000 + 1)
    await tokens.use(account(), () => Promise.resolve())
    expect(made()).toBe(2)
  })

  it('may come by another way', async () => {
    const { tokens, made } = setUp()
    tokens.keep(account(), 'of a registration')
    expect(await tokens.use(account(), ({ token }) => Promise.resolve(token))).toBe('of a registration')
    tokens.forget(1)
    expect(await tokens.use(account(), ({ token }) => Promise.resolve(token))).toBe('token 1')
    expect(made()).toBe(1)
  })

  it('are given to one session while they are new', async () => {
    const { tokens, pass } = setUp()
    expect(await tokens.takeNew(account())).toBeNull()
    tokens.keep(account(), 'of a registration')
    expect(await tokens.takeNew(account())).toBe('of a registration')
    expect(await tokens.takeNew(account())).toBeNull()
    tokens.keep(account(), 'of yesterday')
    pass(60_000)
    expect(await tokens.takeNew(account())).toBeNull()
  })

  it('that could not be got are asked for again', async () => {
    const { tokens, login } = setUp()
    const { signIn } = login
    login.signIn = () => Promise.reject(new UpstreamError('unreachable', { call: 'POST /auth/login' }))
    await expect(tokens.use(account(), () => Promise.resolve())).rejects.toThrow()
    login.signIn = signIn
    expect(await tokens.use(account(), ({ token }) => Promise.resolve(token))).toBe('token 1')
  })
})
