import type { SessionStatus, ValidatedSession } from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, startWorld, type TestWorld } from '../../../test-support/api.ts'
import { tokenHashOf } from '../../base/token-hash.ts'
import { readSessionStatuses } from './read-statuses.ts'

const POST = { method: 'POST' } as const
const URLS = {
  validate: '/api/cross-app/validate-session',
  revoke: '/api/cross-app/revoke-session',
  status: '/api/cross-app/session-status',
}

describe('the status of sessions', () => {
  let world: TestWorld
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    owner = await world.api.person()
  })
  afterAll(() => world.end())

  const ask = (session_ids: string[]) =>
    world.api.signed({ ...POST, url: URLS.status, payload: { session_ids } })
  const statusesOf = async (ids: string[]) => (await ask(ids)).json<{ sessions: SessionStatus[] }>().sessions
  const validated = async (user = owner, accountId = user.accountId) => {
    const token = await world.api.session(user, { account_id: accountId })
    const answer = await world.api.signed({ ...POST, url: URLS.validate, payload: { session_token: token } })
    return { token, id: answer.json<ValidatedSession>().session_id }
  }
  const member = async () => {
    const user = await world.api.person()
    await world.api.join(user, owner.accountId, 'editor')
    return { user, ...(await validated(user, owner.accountId)) }
  }

  it('is active with the role and its permissions, one entry for each id in the order of the request', async () => {
    const [first, second] = [await validated(), await member()]
    const unknown = randomUUID()
    expect(await statusesOf([second.id, unknown, first.id, second.id])).toEqual([
      {
        session_id: second.id,
        is_active: true,
        role: 'editor',
        permissions: ['create_events', 'manage_ticketing', 'view_reports'],
      },
      { session_id: unknown, is_active: false, role: null, permissions: [] },
      expect.objectContaining({ session_id: first.id, is_active: true, role: 'owner' }),
      expect.objectContaining({ session_id: second.id, is_active: true }),
    ])
  })

  it('is not active before the session is validated', async () => {
    const token = await world.api.session(owner)
    const [row] = await world.database.db<{ id: string }[]>`
      select id from cross_app_sessions where token_hash = ${tokenHashOf(token)}`
    expect(await statusesOf([row?.id ?? ''])).toMatchObject([{ is_active: false, permissions: [] }])
  })

  it('stays active when the token has expired, because the ticket session has limits of its own', async () => {
    const { token, id } = await validated()
    await world.database.db`update cross_app_sessions set expires_at = now() - interval '3 hours'
      where token_hash = ${tokenHashOf(token)}`
    expect(await statusesOf([id])).toMatchObject([{ is_active: true }])
  })

  it('stays active without a sign-in, as with an outside issuer', async () => {
    const { token, id } = await validated()
    await world.database
      .db`update cross_app_sessions set sign_in_id = null where token_hash = ${tokenHashOf(token)}`
    expect(await statusesOf([id])).toMatchObject([{ is_active: true }])
  })

  it('keeps the role of the first validation when its response is repeated', async () => {
    const user = await world.api.person()
    await world.api.join(user, owner.accountId, 'admin')
    const token = await world.api.session(user, { account_id: owner.accountId })
    const validate = async () => {
      const headers = { 'x-idempotency-key': 'the-same-call' }
      const payload = { session_token: token }
      const answer = await world.api.signed({ ...POST, url: URLS.validate, payload, headers })
      return answer.json<ValidatedSession>().session_id
    }
    const id = await validate()
    await world.api.join(user, owner.accountId, 'editor')
    expect(await validate()).toBe(id)
    expect(await statusesOf([id])).toMatchObject([{ is_active: false, role: 'editor', permissions: [] }])
  })

  describe('ends at once when', () => {
    it('the session is revoked', async () => {
      const { token, id } = await validated()
      await world.api.signed({ ...POST, url: URLS.revoke, payload: { session_token: token } })
      expect(await statusesOf([id])).toMatchObject([{ is_active: false, role: 'owner', permissions: [] }])
    })

    it('its token is used again, and says so until it is revoked for another reason', async () => {
      const { token, id } = await validated()
      await world.api.signed({ ...POST, url: URLS.validate, payload: { session_token: token } })
      expect(await statusesOf([id])).toMatchObject([
        { is_active: false, revocation_reason: 'SESSION_ALREADY_USED' },
      ])
      await world.api.signed({ ...POST, url: URLS.revoke, payload: { session_token: token } })
      expect((await statusesOf([id]))[0]).not.toHaveProperty('revocation_reason')
    })

    it.each([
      ['ends', 'update sign_ins set ended_at = now() where user_id = $1'],
      ['reaches its absolute limit', 'update sign_ins set expires_at = now() where user_id = $1'],
      [
        'was not used for too long',
        'update refresh_tokens r set expires_at = now() from sign_ins i where i.id = r.sign_in_id and i.user_id = $1',
      ],
      ['is deleted after its end', 'delete from sign_ins where user_id = $1'],
    ])('the sign-in in which it was issued %s', async (_, statement) => {
      const user = await world.api.person()
      const { id } = await validated(user)
      expect(await statusesOf([id])).toMatchObject([{ is_active: true }])
      await world.database.db.unsafe(statement, [user.id])
      expect(await statusesOf([id])).toMatchObject([{ is_active: false, permissions: [] }])
    })

    it('its user leaves the account', async () => {
      const { user, id } = await member()
      await world.database
        .db`delete from memberships where user_id = ${user.id} and account_id = ${owner.accountId}`
      expect(await statusesOf([id])).toEqual([
        { session_id: id, is_active: false, role: null, permissions: [] },
      ])
    })

    it.each(['owner', 'admin', 'viewer'] as const)('its user becomes %s', async (role) => {
      const { user, id } = await member()
      await world.api.join(user, owner.accountId, role)
      expect(await statusesOf([id])).toMatchObject([{ is_active: false, role, permissions: [] }])
    })

    it('its user is deleted', async () => {
      const { user, id } = await member()
      await world.database.db`delete from users where id = ${user.id}`
      expect(await statusesOf([id])).toMatchObject([{ is_active: false, role: null }])
    })
  })

  it('is told to a signed caller only, for 1 to 200 ids', async () => {
    const payload = { session_ids: [randomUUID()] }
    expect((await world.api.plain({ ...POST, url: URLS.status, payload })).statusCode).toBe(401)
    expect((await world.api.as(owner, { ...POST, url: URLS.status, payload })).statusCode).toBe(401)
    const ids = (count: number) => Array.from({ length: count }, () => randomUUID())
    for (const [count, status] of [
      [0, 400],
      [200, 200],
      [201, 400],
    ] as const)
      expect((await ask(ids(count))).statusCode).toBe(status)
    expect((await ask(["'; drop table users; --"])).statusCode).toBe(400)
  })

  it('of 200 sessions is read with one statement', async () => {
    let statements = 0
    const db = new Proxy(world.database.db, {
      apply: (target, self, values) => {
        statements++
        return Reflect.apply(target, self, values)
      },
    })
    const session_ids = Array.from({ length: 200 }, () => randomUUID())
    expect((await readSessionStatuses({ db }, { body: { session_ids } })).sessions).toHaveLength(200)
    expect(statements).toBe(1)
  })
})
