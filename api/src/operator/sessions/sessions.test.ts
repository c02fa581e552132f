import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleStand, startConsoleStand } from '../../../test-support/console.ts'

let stand: ConsoleStand
beforeAll(async () => {
  stand = await startConsoleStand()
})
afterAll(() => stand.stop())

const me = (token: string) =>
  stand.api.app.inject({ url: '/api/auth/me', headers: { authorization: `Bearer ${token}` } })
const auditNotes = async () => {
  const rows = await stand.db`
    select outcome, note from audit_log where operation = 'operator-end-session' order by id desc limit 2`
  return rows.map(({ outcome, note }) => `${String(outcome)} ${String(note)}`)
}

describe('sessions in the console', () => {
  it('are found by user, e-mail and account, without their tokens', async () => {
    const user = await stand.api.person('Olga')
    const token = await stand.api.usedSession(user)
    for (const query of [`user_id=${user.id}`, `email=${user.email}`, `account_id=${user.accountId}`]) {
      const { sessions } = await stand.json(`/sessions?${query}`)
      expect(sessions.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(['session', 'sign-in'])
      expect(JSON.stringify(sessions)).not.toContain(token)
    }
    expect(await stand.html(`/sessions?user_id=${user.id}`)).toContain('End all of user')
  })

  it('of the ticket origin end one by one, with their rights', async () => {
    const user = await stand.api.person()
    const token = await stand.api.usedSession(user)
    const { sessions } = await stand.json(`/sessions?user_id=${user.id}`)
    const { id } = sessions.find(({ kind }: { kind: string }) => kind === 'session')
    const ended = await stand.act('/sessions/end', { kind: 'session', id })
    expect(ended).toEqual({ status: 200, body: { ended: 1, user_id: user.id } })
    const url = `/api/cross-app/user-accounts?session_token=${token}`
    expect((await stand.api.signed({ method: 'GET', url })).json().code).toBe('SESSION_REVOKED')
    expect((await me(user.token)).statusCode).toBe(200)
    expect(await auditNotes()).toEqual([
      `ok done: session ${id} of user ${user.id}`,
      `ok begins: session ${id}`,
    ])
    const log = await stand.api.as(user, { url: `/api/accounts/${user.accountId}/audit-log` })
    const told = log.json().entries.filter(({ by }: { by: string }) => by === 'operator')
    expect(told).toMatchObject([{ operation: 'operator-end-session', outcome: 'ok', name: null }])
    expect((await stand.act('/sessions/end', { kind: 'session', id })).status).toBe(404)
    expect(await auditNotes()).toEqual([`NOT_FOUND failed: session ${id}`, `ok begins: session ${id}`])
  })

  it('of a browser end with the sessions that began in them', async () => {
    const user = await stand.api.person()
    await stand.api.usedSession(user)
    const { sessions } = await stand.json(`/sessions?user_id=${user.id}`)
    const { id } = sessions.find(({ kind }: { kind: string }) => kind === 'sign-in')
    await stand.act('/sessions/end', { kind: 'sign-in', id })
    expect((await me(user.token)).statusCode).toBe(401)
    expect((await stand.json(`/sessions?user_id=${user.id}`)).sessions).toEqual([])
  })

  it('of one user end all at once, and nobody else loses one', async () => {
    const [user, other] = [await stand.api.person(), await stand.api.person()]
    await stand.api.tokenOf(user.id)
    await stand.api.usedSession(user)
    const { cookie } = await stand.signIn()
    const answer = await stand.post('/sessions/end-all', { user_id: user.id }, { cookie })
    expect(answer.headers.get('location')).toMatch(new RegExp(`^/sessions\\?user_id=${user.id}&ended=\\d$`))
    expect((await stand.json(`/sessions?user_id=${user.id}`)).sessions).toEqual([])
    expect((await me(other.token)).statusCode).toBe(200)
  })
})
