import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, startWorld, type TestWorld } from '../../test-support/api.ts'

const VALIDATE = '/api/cross-app/validate-session'
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

describe('a session that is bound to a browser', () => {
  let world: TestWorld
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    owner = await world.api.person()
  })
  afterAll(() => world.end())

  const verifier = randomBytes(32).toString('base64url')
  const issue = () => world.api.session(owner, { code_challenge: challengeOf(verifier) })
  const validate = async (token: string, code_verifier?: string, headers: Record<string, string> = {}) => {
    const payload = { session_token: token, ...(code_verifier !== undefined && { code_verifier }) }
    const answer = await world.api.signed({ method: 'POST', url: VALIDATE, payload, headers })
    const { code, is_bound } = answer.json<{ code?: string; is_bound?: boolean }>()
    return code ?? (is_bound === true ? 'bound' : 'unbound')
  }

  it('is used with the code verifier of its browser', async () => {
    expect(await validate(await issue(), verifier)).toBe('bound')
  })

  it.each([
    ['no code verifier', undefined],
    ['another code verifier', randomBytes(32).toString('base64url')],
    ['its code challenge as the verifier', challengeOf(verifier)],
  ])('is refused with %s, and then no longer usable at all', async (_with, wrong) => {
    const token = await issue()
    expect(await validate(token, wrong)).toBe('SESSION_BROWSER_MISMATCH')
    expect(await validate(token, verifier)).toBe('SESSION_REVOKED')
    const url = '/api/cross-app/user-accounts'
    const accounts = await world.api.signed({ method: 'GET', url, headers: { 'x-session-token': token } })
    expect(accounts.json<{ code: string }>().code).toBe('SESSION_REVOKED')
  })

  it('is revoked when its own call is repeated without the code verifier', async () => {
    const token = await issue()
    const key = { 'x-idempotency-key': 'the-call-of-the-browser' }
    expect(await validate(token, verifier, key)).toBe('bound')
    expect(await validate(token, verifier, key)).toBe('bound')
    expect(await validate(token, undefined, key)).toBe('SESSION_BROWSER_MISMATCH')
    expect(await validate(token, verifier, key)).toBe('SESSION_REVOKED')
  })

  it('is told apart from a session that no browser asked for, which ignores a code verifier', async () => {
    expect(await validate(await world.api.session(owner))).toBe('unbound')
    expect(await validate(await world.api.session(owner), verifier)).toBe('unbound')
  })

  it.each(['', 'short', 'x'.repeat(44), 'ä'.repeat(43)])(
    'cannot be asked for with the challenge %j',
    async (code_challenge) => {
      const call = {
        method: 'POST',
        url: '/api/cross-app/generate-session',
        payload: { code_challenge },
      } as const
      expect((await world.api.as(owner, call)).statusCode).toBe(400)
    },
  )

  it('leaves an audit row for each refusal', async () => {
    await validate(await issue(), undefined)
    const [row] = await world.database.db`
      select outcome, user_id::text from audit_log where operation = 'validate-session' order by id desc limit 1`
    expect(row).toEqual({ outcome: 'SESSION_BROWSER_MISMATCH', user_id: owner.id })
  })
})
