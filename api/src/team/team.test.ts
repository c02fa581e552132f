import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, startWorld, type TestApi, type TestUser, type TestWorld } from '../../test-support/api.ts'

describe('the team of an account', () => {
  let world: TestWorld
  let api: TestApi
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
  })
  afterAll(() => world.end())

  type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
  const call = async (user: TestUser, method: Method, url: string, payload?: object) => {
    const answer = await api.as(user, { method, url: `/api/${url}`, ...(payload && { payload }) })
    return answer.statusCode < 400 ? 'ok' : answer.json<{ code: string }>().code
  }
  const invite = async (owner: TestUser, email: string, role = 'editor') => {
    const outcome = await call(owner, 'POST', `accounts/${owner.accountId}/invitations`, { email, role })
    return outcome === 'ok' ? api.mailedSecret(email, 'Join') : outcome
  }
  const roleOf = async (user: TestUser, accountId: number): Promise<string | undefined> => {
    const { accounts } = (await api.as(user, { url: '/api/auth/me' })).json()
    return accounts.find((each: { account_id: number }) => each.account_id === accountId)?.role
  }
  const mint = (user: TestUser, account_id: number) =>
    call(user, 'POST', 'cross-app/generate-session', { account_id })
  const member = async (owner: TestUser, role: 'admin' | 'editor' | 'viewer') => {
    const user = await api.person()
    await api.join(user, owner.accountId, role)
    return user
  }

  it('grows by an invitation to the very address, which works once', async () => {
    const [owner, guest, stranger] = [await api.person(), await api.person(), await api.person()]
    const token = await invite(owner, guest.email)
    expect(await call(stranger, 'POST', 'invitations/accept', { token })).toBe('INVITED_ANOTHER')
    expect(await call(guest, 'POST', 'invitations/accept', { token })).toBe('ok')
    expect(await call(guest, 'POST', 'invitations/accept', { token })).toBe('MAILED_LINK_INVALID')
    expect(await roleOf(guest, owner.accountId)).toBe('editor')
    expect(
      await call(owner, 'POST', `accounts/${owner.accountId}/invitations`, {
        email: guest.email,
        role: 'admin',
      }),
    ).toBe('ALREADY_A_MEMBER')
  })

  it('says to the reader of an invitation what it is for', async () => {
    const [owner, guest] = [await api.person('Ida Owner'), await api.person()]
    const token = await invite(owner, guest.email, 'viewer')
    const answer = await api.app.inject({ method: 'POST', url: '/api/invitations/read', payload: { token } })
    expect(answer.json()).toEqual({
      account_name: "Ida Owner's events",
      role: 'viewer',
      email: guest.email,
      invited_by: 'Ida Owner',
    })
  })

  it('confirms the e-mail of a guest who just signed up', async () => {
    const owner = await api.person()
    const guest = await api.signUp({ isVerified: false })
    const token = await invite(owner, guest.email)
    expect(await mint(guest, guest.accountId)).toBe('EMAIL_NOT_VERIFIED')
    expect(await call(guest, 'POST', 'invitations/accept', { token })).toBe('ok')
    expect(await mint(guest, owner.accountId)).toBe('ok')
  })

  describe('a guest who signs up', () => {
    const signUp = async (email: string, invitation: string): Promise<TestUser> => {
      const payload = { name: 'Guest', email, password: PASSWORD, invitation }
      const { user, access_token: token } = (
        await api.app.inject({ method: 'POST', url: '/api/auth/register', payload })
      ).json()
      return { ...user, token }
    }
    const isConfirmed = async (user: TestUser) =>
      (await api.as(user, { url: '/api/auth/me' })).json().email_verified
    const confirmations = async (address: string) => {
      const rows = await world.database.db`
        select from mails where recipient = ${address} and kind = 'verify_email'`
      return rows.length
    }

    it('with the invitation to that address has confirmed it, gets no other mail, and can join', async () => {
      const [owner, address] = [await api.person(), `${randomUUID()}@example.com`]
      const token = await invite(owner, address)
      const guest = await signUp(address.toUpperCase(), token)
      expect([await isConfirmed(guest), await confirmations(guest.email)]).toEqual([true, 0])
      expect(await call(guest, 'POST', 'invitations/accept', { token })).toBe('ok')
      expect(await roleOf(guest, owner.accountId)).toBe('editor')
    })

    it.each(['of another address', 'that is made up', 'that expired'])(
      'with an invitation %s has not confirmed it',
      async (which) => {
        const [owner, address] = [await api.person(), `${randomUUID()}@example.com`]
        const token = await invite(owner, which === 'of another address' ? `x${address}` : address)
        if (which === 'that expired')
          await world.database.db`update invitations set expires_at = now() where lower(email) = ${address}`
        const guest = await signUp(address, which === 'that is made up' ? 'x'.repeat(43) : token)
        expect([await isConfirmed(guest), await confirmations(address)]).toEqual([false, 1])
      },
    )
  })

  it.each(['declined', 'taken back', 'expired', 'replaced'])(
    'an invitation that is %s does not work',
    async (how) => {
      const [owner, guest] = [await api.person(), await api.person()]
      const token = await invite(owner, guest.email)
      const { invitations } = (
        await api.as(owner, { url: `/api/accounts/${owner.accountId}/members` })
      ).json()
      const url = `accounts/${owner.accountId}/invitations`
      if (how === 'declined') await call(guest, 'POST', 'invitations/decline', { token })
      if (how === 'taken back') await call(owner, 'DELETE', `${url}/${invitations[0].id}`)
      if (how === 'expired')
        await world.database.db`update invitations set expires_at = now() where email = ${guest.email}`
      if (how === 'replaced')
        await call(owner, 'POST', url, { email: guest.email.toUpperCase(), role: 'viewer' })
      expect(await call(guest, 'POST', 'invitations/accept', { token })).toBe('MAILED_LINK_INVALID')
      expect(await roleOf(guest, owner.accountId)).toBeUndefined()
    },
  )

  it('loses a member together with their sessions, and lets one leave', async () => {
    const owner = await api.person()
    const [removed, leaving] = [await member(owner, 'editor'), await member(owner, 'viewer')]
    const session_token = await api.session(removed, { account_id: owner.accountId })
    const url = `accounts/${owner.accountId}/members`
    expect(await call(owner, 'DELETE', `${url}/${removed.id}`)).toBe('ok')
    const validate = {
      method: 'POST',
      url: '/api/cross-app/validate-session',
      payload: { session_token },
    } as const
    expect((await api.signed(validate)).json().code).toBe('SESSION_REVOKED')
    expect(await mint(removed, owner.accountId)).toBe('NOT_A_MEMBER')
    expect(await call(leaving, 'DELETE', `${url}/${leaving.id}`)).toBe('ok')
    expect(await call(owner, 'DELETE', `${url}/${leaving.id}`)).toBe('MEMBER_NOT_FOUND')
  })

  it('changes a role, which ends the sessions of the old one', async () => {
    const owner = await api.person()
    const editor = await member(owner, 'editor')
    const session_token = await api.session(editor, { account_id: owner.accountId })
    const url = `accounts/${owner.accountId}/members/${editor.id}`
    expect(await call(editor, 'PATCH', url, { role: 'admin' })).toBe('PERMISSION_DENIED')
    expect(await call(owner, 'PATCH', url, { role: 'viewer' })).toBe('ok')
    const validate = {
      method: 'POST',
      url: '/api/cross-app/validate-session',
      payload: { session_token },
    } as const
    expect((await api.signed(validate)).json().code).toBe('SESSION_REVOKED')
    const told = async () => (await api.mailsTo(editor.email)).map(({ text }) => text).join()
    await expect.poll(told, { timeout: 60_000 }).toMatch(/^You are now viewer in/m)
  })

  it.each(['removed', 'made an editor'])('takes back what an admin invited who is %s', async (how) => {
    const owner = await api.person()
    const [admin, other, guest] = [
      await member(owner, 'admin'),
      await member(owner, 'admin'),
      await api.person(),
    ]
    const token = await invite({ ...admin, accountId: owner.accountId }, guest.email, 'admin')
    const kept = await api.person()
    const keptToken = await invite({ ...other, accountId: owner.accountId }, kept.email)
    const url = `accounts/${owner.accountId}/members/${admin.id}`
    const change =
      how === 'removed' ? call(owner, 'DELETE', url) : call(owner, 'PATCH', url, { role: 'editor' })
    expect(await change).toBe('ok')
    expect(await call(guest, 'POST', 'invitations/accept', { token })).toBe('MAILED_LINK_INVALID')
    expect(await call(kept, 'POST', 'invitations/accept', { token: keptToken })).toBe('ok')
  })

  it('always has exactly one owner, who hands the account over with the password', async () => {
    const owner = await api.person()
    const admin = await member(owner, 'admin')
    const url = `accounts/${owner.accountId}`
    for (const [caller, method] of [
      [owner, 'DELETE'],
      [admin, 'DELETE'],
      [admin, 'PATCH'],
    ] as const) {
      const payload = method === 'PATCH' ? { role: 'viewer' } : undefined
      expect(await call(caller, method, `${url}/members/${owner.id}`, payload)).toBe('OWNER_NEEDED')
    }
    const to = (user: TestUser, password = PASSWORD) => ({ user_id: user.id, password })
    expect(await call(owner, 'POST', `${url}/owner`, to(admin, 'not it at all'))).toBe('INVALID_CREDENTIALS')
    expect(await call(owner, 'POST', `${url}/owner`, to(owner))).toBe('MEMBER_NOT_FOUND')
    expect(await call(owner, 'POST', `${url}/owner`, to(await api.person()))).toBe('MEMBER_NOT_FOUND')
    const outcomes = await Promise.all([1, 2].map(() => call(owner, 'POST', `${url}/owner`, to(admin))))
    expect(outcomes.sort()).toEqual(['PERMISSION_DENIED', 'ok'])
    expect([await roleOf(owner, owner.accountId), await roleOf(admin, owner.accountId)]).toEqual([
      'admin',
      'owner',
    ])
  })
})
