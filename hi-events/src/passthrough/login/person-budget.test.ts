import { startRedis } from '@tuvens/platform/test-support/redis'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { personWith, startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

describe.each(['memory', 'Redis'])('the calls of a person, counted in %s', (store) => {
  let test: TicketStand
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined
  let nextUser = 1
  let token: string
  beforeAll(async () => {
    redis = store === 'Redis' ? await startRedis() : undefined
    test = await startTicketStand({
      LIMIT_PERSON_CALLS: '3',
      ...(redis !== undefined && { REDIS_URL: redis.url }),
    })
  })
  afterAll(async () => {
    await test.stop()
    await redis?.stop()
  })
  beforeEach(async () => {
    test.stand.seen.length = 0
    token = await signIn(String(nextUser++))
  })

  const signIn = async (userId: string) => {
    const apiSessionId = randomUUID()
    test.harness.api.active.set(apiSessionId, 'owner')
    const person = { ...personWith('owner', apiSessionId), userId }
    const session = { person, upstreamToken: `up.${userId}.x`, replaced: null }
    return test.harness.context.ticketSessions.begin(session)
  }
  const call = (by: string, method = 'GET', path = '/api/users/me', accept = 'application/json') =>
    test.send(method, path, { cookie: `token=${by}`, accept })
  const useUp = async () => {
    for (const _ of [1, 2, 3]) expect((await call(token)).status).toBe(200)
  }

  it('leave the rest to their colleagues', async () => {
    await useUp()
    const refused = await call(token)
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(test.stand.seen).toHaveLength(3)
    expect((await call(await signIn(String(nextUser++)))).status).toBe(200)
  })

  it('are those of all their browsers together', async () => {
    await useUp()
    expect((await call(await signIn(String(nextUser - 1)))).status).toBe(429)
  })

  it('are refused in words to a person', async () => {
    await useUp()
    const { text } = await call(token, 'GET', '/manage/events', 'text/html')
    expect(text).toContain('You share the ticket system with your colleagues')
  })

  it('are not stored as writes when they are refused', async () => {
    await useUp()
    expect((await call(token, 'POST', '/api/events')).status).toBe(429)
    expect(await test.harness.database.db`select from ticket_writes`).toHaveLength(0)
  })

  it('include those with a login of the ticket system itself, in all its sessions', async () => {
    const claims = Buffer.from(JSON.stringify({ sub: String(nextUser) })).toString('base64url')
    const [one, other] = [
      await test.signInDirectly(`a.${claims}.b`),
      await test.signInDirectly(`a.${claims}.c`),
    ]
    for (const { token: by } of [one, other, one]) expect((await call(by)).status).toBe(200)
    expect((await call(other.token)).status).toBe(429)
  })

  it('are neither the files of the front end nor signing out', async () => {
    await useUp()
    expect((await call(token, 'GET', '/assets/app.js')).status).toBe(200)
    expect((await call(token, 'POST', '/api/auth/logout')).status).toBe(200)
    const [row] = await test.harness.database.db`
      select end_reason from ticket_sessions where tuvens_user_id = ${String(nextUser - 1)}`
    expect(row).toEqual({ end_reason: 'signed-out' })
  })
})
