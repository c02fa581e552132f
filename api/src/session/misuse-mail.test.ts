import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'
import { startIssuer, type TestIssuer } from '../../test-support/issuer.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { startMaintenance } from '../maintenance/delete-expired.ts'
import { consumeSessions } from './store.ts'
import { tellMisuses } from './tell-misuses.ts'

const VALIDATE = { method: 'POST', url: '/api/cross-app/validate-session' } as const
/** A call as a statement takes it. */
const callOf = (token: string) => ({
  hash: tokenHashOf(token),
  idempotencyHash: null,
  verifierHash: null,
  audit: { actor: 'test', requestId: 'test', address: '127.0.0.1' },
})
const TWICE = 'A link to your tickets was used twice'

describe('the mail about a session whose token was misused', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.end())

  const use = (token: string, api: TestApi = world.api) =>
    api.signed({ ...VALIDATE, payload: { session_token: token } })
  const rowsOf = ({ id }: Pick<TestUser, 'id'>) => world.database.db<{ recipient: string }[]>`
    select recipient from mails where user_id = ${id} and kind = 'session_misused'`
  const mailTo = async ({ email }: Pick<TestUser, 'email'>, subject: string) => {
    const find = async () => (await world.api.mailsTo(email)).find((mail) => mail.subject === subject)
    await expect.poll(find, { timeout: 60_000 }).toBeDefined()
    return (await find())?.text ?? ''
  }

  it('tells its user what happened, when, for which event and what to do, and holds no secret', async () => {
    const owner = await world.api.person()
    const { id } = await world.api.event(owner, { title: 'Jazz\u2028in the Park' })
    const token = await world.api.usedSession(owner, { event_id: id })
    await use(token)
    const text = await mailTo(owner, TWICE)
    expect(text).toMatch(
      /On \d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d UTC, a link of yours to the ticket pages was used/,
    )
    expect(text).toContain('It was the link to the event “Jazz in the Park”.')
    expect(text).toContain('signed out of the ticket pages')
    expect(text).toContain('change your password, and sign out everywhere')
    expect(text).toMatch(/\nhttp:\/\/localhost:3000\/account\n/)
    expect(text).not.toContain(token)
    expect(text).not.toContain('token=')
  })

  it('tells of a link that another browser opened', async () => {
    const owner = await world.api.person()
    const code_challenge = createHash('sha256').update(randomBytes(32)).digest('base64url')
    await use(await world.api.session(owner, { code_challenge }))
    const text = await mailTo(owner, 'A link to your tickets was opened in another browser')
    expect(text).toContain('opened in a browser that did not ask for it')
  })

  it('is one, however often the token is used again', async () => {
    const owner = await world.api.person()
    const token = await world.api.session(owner)
    await Promise.all(Array.from({ length: 8 }, () => use(token)))
    for (let again = 0; again < 3; again++) await use(token)
    expect(await rowsOf(owner)).toHaveLength(1)
  })

  it('is sent by the next maintenance when the process died before', async () => {
    const owner = await world.api.person()
    const [token, again] = [await world.api.usedSession(owner), await world.api.usedSession(owner)]
    await consumeSessions(world.database.db, [callOf(token), callOf(again)])
    expect(await rowsOf(owner)).toEqual([])
    const maintenance = startMaintenance(world.api.context)
    await expect.poll(() => rowsOf(owner), { timeout: 60_000 }).toHaveLength(2)
    await maintenance.stop()
  })

  it('is one when several nodes tell at once', async () => {
    const owner = await world.api.person()
    await consumeSessions(world.database.db, [callOf(await world.api.usedSession(owner))])
    await Promise.all(Array.from({ length: 4 }, () => tellMisuses(world.api.context)))
    expect(await rowsOf(owner)).toHaveLength(1)
  })

  it.each(['expired', 'revoked', 'used once'])('is not sent for a token that is %s', async (state) => {
    const owner = await world.api.person()
    const token = await world.api.session(owner)
    const hash = tokenHashOf(token)
    const { db } = world.database
    if (state === 'expired')
      await db`update cross_app_sessions set expires_at = now() where token_hash = ${hash}`
    if (state === 'revoked')
      await db`update cross_app_sessions set revoked_at = now() where token_hash = ${hash}`
    await use(token)
    expect(await rowsOf(owner)).toEqual([])
  })

  it('goes to nobody whose e-mail is not verified', async () => {
    const owner = await world.api.person()
    const token = await world.api.usedSession(owner)
    await world.database.db`update users set email_verified_at = null where id = ${owner.id}`
    expect((await use(token)).json<{ code: string }>().code).toBe('SESSION_ALREADY_USED')
    expect(await rowsOf(owner)).toEqual([])
  })

  it('counts in the limit of mails for one user', async () => {
    const api = await TestApi.start(world.database.url, { LIMIT_MAILED_AGAIN: '2' })
    const [owner, other] = [await api.person(), await api.person()]
    for (let at = 0; at < 3; at++) await use(await api.usedSession(owner), api)
    await use(await api.usedSession(other), api)
    expect([(await rowsOf(owner)).length, (await rowsOf(other)).length]).toEqual([2, 1])
    await api.stop()
  })

  it('counts in the limit of mails for one user when several misuses are told at once', async () => {
    const owner = await world.api.person()
    const tokens = await Promise.all(Array.from({ length: 5 }, () => world.api.usedSession(owner)))
    await consumeSessions(world.database.db, tokens.map(callOf))
    const limits = { ...world.api.context.config.limits, mailedAgain: { points: 2, seconds: 900 } }
    const config = { ...world.api.context.config, limits }
    await tellMisuses({ ...world.api.context, config })
    await tellMisuses(world.api.context)
    expect(await rowsOf(owner)).toHaveLength(2)
  })
})

describe('the mail about a misuse with an outside issuer', () => {
  let issuer: TestIssuer
  let world: TestWorld
  beforeAll(async () => {
    issuer = await startIssuer()
    world = await startWorld(issuer.settings)
  })
  afterAll(async () => {
    await world.end()
    issuer.close()
  })

  const misuse = async (email: string, email_verified: boolean) => {
    const headers = {
      authorization: `Bearer ${await issuer.token({ sub: email, email, email_verified })}`,
      host: 'localhost:3001',
    }
    const call = { method: 'POST', url: '/api/cross-app/generate-session', headers, payload: {} } as const
    const session_token = (await world.api.app.inject(call)).json<{ session_token: string }>().session_token
    for (let use = 0; use < 2; use++) await world.api.signed({ ...VALIDATE, payload: { session_token } })
  }

  it('goes to the e-mail of its token, if verified, and names the administrator', async () => {
    await misuse('unsure@example.com', false)
    await misuse('sure@example.com', true)
    await expect.poll(() => world.api.mailsTo('sure@example.com'), { timeout: 60_000 }).toHaveLength(1)
    const text = (await world.api.mailsTo('sure@example.com'))[0]?.text
    expect(text).toContain('tell the administrator who gives you access')
    expect(text).not.toContain('password')
    expect(text).not.toContain('/account')
    const [count] = await world.database.db`select count(*)::int as n from mails`
    expect(count).toEqual({ n: 1 })
  })
})
