import type { ShownMail } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type SignedUp,
  startWorld,
  type TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'

import { handOver } from '../team/member-store.ts'

const NEW_PASSWORD = 'another horse, another battery'

describe('own accounts of people', () => {
  let world: TestWorld
  let api: TestApi
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
  })
  afterAll(() => world.end())

  const call = async (
    path: string,
    payload?: object,
    user?: TestUser,
    method: 'POST' | 'GET' | 'DELETE' = 'POST',
  ) => {
    const headers = user === undefined ? {} : { authorization: `Bearer ${user.token}` }
    const url = `/api/auth/${path}`
    const answer = await api.app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
    return {
      status: answer.statusCode,
      body: answer.body,
      code: answer.body === '' ? undefined : answer.json().code,
    }
  }
  const statusOf = async (token: string) =>
    (await api.app.inject({ url: '/api/auth/me', headers: { authorization: `Bearer ${token}` } })).statusCode
  const mint = async (user: TestUser) =>
    (await api.as(user, { method: 'POST', url: '/api/cross-app/generate-session', payload: {} })).json()
      .code ?? 'minted'
  const refresh = async (user: SignedUp) =>
    (await call('refresh', { refresh_token: user.refreshToken })).code ?? 'ok'
  const validate = async (session_token: string) =>
    (
      await api.signed({ method: 'POST', url: '/api/cross-app/validate-session', payload: { session_token } })
    ).json().code ?? 'ok'
  const auditOf = async (userId: string) => {
    const rows = await world.database
      .db`select operation, outcome from audit_log where user_id = ${userId} order by id`
    return rows.map((row) => `${row['operation']} ${row['outcome']}`)
  }

  describe('before the e-mail is confirmed', () => {
    it('sessions and events are refused', async () => {
      const user = await api.signUp({ isVerified: false })
      expect(await mint(user)).toBe('EMAIL_NOT_VERIFIED')
      const event = { title: 'Jazz', startDate: '2030-06-01T18:00:00.000Z', timezone: 'Europe/Amsterdam' }
      const created = await api.as(user, { method: 'POST', url: '/api/events', payload: event })
      expect([created.statusCode, created.json().code]).toEqual([403, 'EMAIL_NOT_VERIFIED'])
    })

    it('the link of the mail confirms it in the browser that signed up, once', async () => {
      const user = await api.signUp({ isVerified: false })
      const token = await api.mailedSecret(user.email, 'Confirm')
      expect((await call('me/verify-email', { token }, user)).status).toBe(204)
      expect(await mint(user)).toBe('minted')
      expect((await call('me/verify-email', { token }, user)).code).toBe('MAILED_LINK_INVALID')
      await expect.poll(() => auditOf(user.id)).toContain('verify-email ok')
    })

    it('the link confirms it in another browser with the password of the sign-up, and not for another user', async () => {
      const user = await api.signUp({ isVerified: false })
      const token = await api.mailedSecret(user.email, 'Confirm')
      expect((await call('me/verify-email', { token }, await api.signUp())).code).toBe('MAILED_LINK_INVALID')
      expect((await call('verify-email', { token, password: 'a wrong one' })).code).toBe(
        'INVALID_CREDENTIALS',
      )
      expect((await call('verify-email', { token, password: user.password })).status).toBe(200)
      expect(await mint(user)).toBe('minted')
    })

    it('an expired link is refused', async () => {
      const user = await api.signUp({ isVerified: false })
      const token = await api.mailedSecret(user.email, 'Confirm')
      await world.database.db`update one_time_tokens set expires_at = now() where user_id = ${user.id}`
      expect((await call('me/verify-email', { token }, user)).code).toBe('MAILED_LINK_INVALID')
    })
  })

  describe('an e-mail that somebody else signed up with', () => {
    it('is free for its owner, and the password and sign-in of the other end', async () => {
      const squatter = await api.signUp({ isVerified: false })
      const owner = { name: 'Owner', email: squatter.email.toUpperCase(), password: NEW_PASSWORD }
      expect((await call('register', owner)).status).toBe(201)
      expect([await statusOf(squatter.token), await refresh(squatter)]).toEqual([401, 'TOKEN_INVALID'])
      expect((await api.login(squatter.email, squatter.password)).status).toBe(401)
      expect((await api.login(squatter.email, NEW_PASSWORD)).status).toBe(200)
    })

    it('is claimed by a password reset', async () => {
      const squatter = await api.signUp({ isVerified: false })
      await call('password-reset', { email: squatter.email })
      const token = await api.mailedSecret(squatter.email, 'new password')
      expect((await call('password-reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(204)
      expect(await statusOf(squatter.token)).toBe(401)
      expect((await api.login(squatter.email, squatter.password)).status).toBe(401)
      const { access_token } = await api.login(squatter.email, NEW_PASSWORD)
      expect(await mint({ ...squatter, token: access_token })).toBe('minted')
    })
  })

  describe('passwords', () => {
    it.each([
      'short',
      'password1234',
      'Password1234!',
      ' '.repeat(12),
      'aaaaaaaaaaaa',
      'abababababab',
      '123456789012',
      'Grace Hopper',
      'qwertyuiop',
      'grace-h@example.com',
      'x'.repeat(129),
    ])('that are easy to guess are refused with words: %j', async (password) => {
      const { status, body } = await call('register', {
        name: 'Grace Hopper',
        email: 'grace-h@example.com',
        password,
      })
      expect(status).toBe(400)
      expect(JSON.parse(body).origin.details).toMatchObject([
        { field: 'password', message: expect.any(String) },
      ])
    })

    it.each(['tandem kiosk violet', 'Tr0ub4dor&3x', 'éèàüöäßñ', '🦊🐻🐼🐨🐯🦁🐮🐷'])(
      'that are not are taken without rules of composition: %j',
      async (password) => {
        const email = `${Math.random().toString(36).slice(2)}@example.com`
        expect((await call('register', { name: 'Grace', email, password })).status).toBe(201)
      },
    )

    it('are reset by a mailed link, once, which ends all sign-ins and sessions', async () => {
      const user = await api.signUp()
      const session = await api.session(user)
      await call('password-reset', { email: user.email.toUpperCase() })
      const token = await api.mailedSecret(user.email, 'new password')
      expect((await call('password-reset/confirm', { token, password: 'password1234' })).code).toBe(
        'VALIDATION_ERROR',
      )
      expect((await call('password-reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(204)
      const again = await call('password-reset/confirm', { token, password: NEW_PASSWORD })
      expect(again.code).toBe('MAILED_LINK_INVALID')
      expect([await statusOf(user.token), await refresh(user), await mint(user)]).toEqual([
        401,
        'TOKEN_INVALID',
        'TOKEN_INVALID',
      ])
      expect(await validate(session)).toBe('SESSION_REVOKED')
      expect((await api.login(user.email, user.password)).status).toBe(401)
      expect((await api.login(user.email, NEW_PASSWORD)).status).toBe(200)
    })

    it('are asked to be reset with the same answer when nobody has the e-mail', async () => {
      const known = await call('password-reset', { email: (await api.signUp()).email })
      expect(known).toEqual(await call('password-reset', { email: 'nobody-at-all@example.com' }))
      expect(known.status).toBe(204)
    })

    it('are changed with the present one, which ends the other sign-ins and tells by mail', async () => {
      const user = await api.signUp()
      const other = { ...user, token: (await api.login(user.email, user.password)).access_token }
      const session = await api.session(other)
      const wrong = await call('me/password', { password: 'not it at all', new_password: NEW_PASSWORD }, user)
      expect(wrong.code).toBe('INVALID_CREDENTIALS')
      expect(
        (await call('me/password', { password: user.password, new_password: NEW_PASSWORD }, user)).status,
      ).toBe(204)
      expect([await statusOf(user.token), await statusOf(other.token)]).toEqual([200, 401])
      expect(await validate(session)).toBe('SESSION_REVOKED')
      const subjects = async () => (await api.mailsTo(user.email)).map((mail: ShownMail) => mail.subject)
      await expect.poll(subjects).toContain('Your password was changed')
    })
  })

  describe('a change of e-mail', () => {
    it('is confirmed at the new address by the user who asked, and told at the old one', async () => {
      const user = await api.signUp()
      const email = `new-${user.email}`
      await call('me/email', { password: user.password, email }, user)
      const token = await api.mailedSecret(email, 'new e-mail')
      expect((await call('me/email/confirm', { token }, await api.signUp())).code).toBe('MAILED_LINK_INVALID')
      expect((await api.login(email, user.password)).status).toBe(401)
      expect((await call('me/email/confirm', { token }, user)).status).toBe(204)
      expect((await api.login(email, user.password)).status).toBe(200)
      const subjects = async () => (await api.mailsTo(user.email)).map((mail) => mail.subject)
      await expect.poll(subjects).toContain('Your e-mail address was changed')
    })

    it('to an address that somebody else signed up with is made, and the other user ends', async () => {
      const [user, squatter] = [await api.signUp(), await api.signUp({ isVerified: false })]
      await call('me/email', { password: user.password, email: squatter.email.toUpperCase() }, user)
      const token = await api.mailedSecret(squatter.email, 'new e-mail')
      expect(await statusOf(squatter.token)).toBe(200)
      expect((await call('me/email/confirm', { token }, user)).status).toBe(204)
      expect([await statusOf(squatter.token), await refresh(squatter)]).toEqual([401, 'TOKEN_INVALID'])
      const { access_token } = await api.login(squatter.email, user.password)
      expect(await mint({ ...user, token: access_token })).toBe('minted')
      const accounts = await world.database.db`select id from accounts where id = ${squatter.accountId}`
      expect(accounts).toHaveLength(0)
    })

    it('to the address that they signed up with keeps a user who never confirmed it', async () => {
      const user = await api.signUp({ isVerified: false })
      await call('me/email', { password: user.password, email: user.email }, user)
      const token = await api.mailedSecret(user.email, 'new e-mail')
      expect((await call('me/email/confirm', { token }, user)).status).toBe(204)
      expect(await mint(user)).toBe('minted')
    })

    it('leaves somebody who signed up with the address alone while its link is not used', async () => {
      const [user, squatter] = [await api.signUp(), await api.signUp({ isVerified: false })]
      await call('me/email', { password: user.password, email: squatter.email }, user)
      const token = await api.mailedSecret(squatter.email, 'new e-mail')
      expect((await call('me/email/confirm', { token }, await api.signUp())).code).toBe('MAILED_LINK_INVALID')
      expect(await statusOf(squatter.token)).toBe(200)
    })

    it('to the address of another user is refused', async () => {
      const [user, other] = [await api.signUp(), await api.signUp()]
      await call('me/email', { password: user.password, email: other.email }, user)
      const token = await api.mailedSecret(other.email, 'new e-mail')
      expect((await call('me/email/confirm', { token }, user)).code).toBe('EMAIL_TAKEN')
    })
  })

  describe('sign-ins', () => {
    it('are listed and ended one by one, with the sessions issued in them', async () => {
      const user = await api.signUp()
      const other = { ...user, token: (await api.login(user.email, user.password)).access_token }
      const [own, theirs] = [await api.session(user), await api.session(other)]
      const { sign_ins } = JSON.parse((await call('me/sign-ins', undefined, user, 'GET')).body)
      expect(sign_ins.map((each: { is_current: boolean }) => each.is_current).sort()).toEqual([false, true])
      const { id } = sign_ins.find((each: { is_current: boolean }) => !each.is_current)
      expect((await call(`me/sign-ins/${id}`, undefined, await api.signUp(), 'DELETE')).status).toBe(204)
      expect(await statusOf(other.token)).toBe(200)
      expect((await call(`me/sign-ins/${id}`, undefined, user, 'DELETE')).status).toBe(204)
      expect([await statusOf(other.token), await mint(other), await validate(theirs)]).toEqual([
        401,
        'TOKEN_INVALID',
        'SESSION_REVOKED',
      ])
      expect([await statusOf(user.token), await validate(own)]).toEqual([200, 'ok'])
    })

    it('all end when the user signs out everywhere', async () => {
      const user = await api.signUp()
      const other = { ...user, token: (await api.login(user.email, user.password)).access_token }
      const session = await api.session(other)
      expect((await call('me/sign-ins', undefined, user, 'DELETE')).status).toBe(204)
      expect([await statusOf(user.token), await statusOf(other.token)]).toEqual([401, 401])
      expect([await refresh(user), await validate(session)]).toEqual(['TOKEN_INVALID', 'SESSION_REVOKED'])
    })

    it('that end let an access token mint nothing', async () => {
      const user = await api.signUp()
      const session = await api.session(user)
      await call('logout', { refresh_token: user.refreshToken })
      expect(await mint(user)).toBe('TOKEN_INVALID')
      expect(await validate(session)).toBe('SESSION_REVOKED')
    })

    it('end after 90 days however often they are used, and after 14 days without use', async () => {
      const { db } = world.database
      const age = (user: SignedUp, days: number) => db`
        update sign_ins set expires_at = expires_at - ${days} * interval '1 day' where user_id = ${user.id}`
      const user = await api.signUp()
      await age(user, 89)
      const used = JSON.parse((await call('refresh', { refresh_token: user.refreshToken })).body)
      expect(used.refresh_expires_in).toBeLessThanOrEqual(86_400)
      await age(user, 1)
      expect(await refresh({ ...user, refreshToken: used.refresh_token })).toBe('TOKEN_EXPIRED')
      expect(await statusOf(used.access_token)).toBe(401)
      const idle = await api.signUp()
      await db`
        update refresh_tokens set expires_at = expires_at - interval '14 days'
        where sign_in_id in (select id from sign_ins where user_id = ${idle.id})`
      expect(await refresh(idle)).toBe('TOKEN_EXPIRED')
    })
  })

  describe('leaving', () => {
    it('exports all data without secrets', async () => {
      const user = await api.signUp()
      await api.event(user)
      const { body, status } = await call('me/data', undefined, user, 'GET')
      expect(status).toBe(200)
      const data = JSON.parse(body)
      expect(data).toMatchObject({
        user: { email: user.email },
        accounts: [{ events: [{ title: 'Jazz in the Park' }] }],
      })
      expect(body).not.toMatch(/argon2|password_hash|token_hash/)
    })

    it('deletes the user with what is theirs alone, with the password', async () => {
      const user = await api.signUp()
      const event = await api.event(user)
      expect((await call('me/delete', { password: 'not it at all' }, user)).code).toBe('INVALID_CREDENTIALS')
      expect((await call('me/delete', { password: user.password }, user)).status).toBe(204)
      expect(await statusOf(user.token)).toBe(401)
      expect((await api.app.inject(`/api/events/${event.id}`)).statusCode).toBe(404)
      expect((await api.login(user.email, user.password)).status).toBe(401)
    })

    it('keeps the owner of an account with other members until it is handed over', async () => {
      const user = await api.signUp()
      await api.join(await api.person(), user.accountId, 'editor')
      expect((await call('me/delete', { password: user.password }, user)).code).toBe('OWNER_NEEDED')
      expect(await statusOf(user.token)).toBe(200)
    })
  })

  describe('deleting a user waits, and sees what it waited for, while', () => {
    const isWaiting = async () => {
      const [row] = await world.database.db<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`
      return row?.n === 1
    }

    it('an account is handed over to them', async () => {
      const [owner, heir] = [await api.signUp(), await api.signUp()]
      await api.join(heir, owner.accountId, 'admin')
      const change = { accountId: String(owner.accountId), userId: owner.id, memberId: heir.id, managers: [] }
      const deletion = await world.database.db.begin(async (sql) => {
        expect(await handOver(sql, change)).toBe('ok')
        const started = call('me/delete', { password: heir.password }, heir)
        await expect.poll(isWaiting, { timeout: 60_000 }).toBe(true)
        return { started }
      })
      expect((await deletion.started).code).toBe('OWNER_NEEDED')
      expect(await statusOf(heir.token)).toBe(200)
    })

    it('somebody joins their account', async () => {
      const [owner, guest] = [await api.signUp(), await api.signUp()]
      const deletion = await world.database.db.begin(async (sql) => {
        await sql`insert into memberships (user_id, account_id, role) values (${guest.id}, ${owner.accountId}, 'editor')`
        const started = call('me/delete', { password: owner.password }, owner)
        await expect.poll(isWaiting, { timeout: 60_000 }).toBe(true)
        return { started }
      })
      expect((await deletion.started).code).toBe('OWNER_NEEDED')
    })
  })

  it('keep no secret in a row', async () => {
    const user = await api.signUp({ isVerified: false })
    const token = await api.mailedSecret(user.email, 'Confirm')
    await world.database.db`update mails set shown = null`
    const tables = await world.database.db<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
    for (const { name } of tables) {
      const rows = await world.database.db`select t::text as row from ${world.database.db(name)} t`
      const text = JSON.stringify(rows)
      for (const secret of [token, user.refreshToken, user.password]) expect(text).not.toContain(secret)
    }
  })
})
