import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { readAccountToken } from '../../mapping/account-token.ts'
import { hasLogin, openCredential } from '../../mapping/account.ts'
import { findAccount } from '../../mapping/store.ts'
import { createTicketSessions } from '../../ticket-session/ticket-sessions.ts'

const PASSWORD = 'what only its owner knows'
const SIGN_IN = '/auth/cross-app/sign-in'
const PAGE = '/auth/cross-app/login'
const DAY = 24 * 60 * 60

let test: Harness
let account = 700
let nextEvent = 7_000
let email: string
let visitor: Visitor
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hiEvents.faults.length = 0
  test.hiEvents.world.tokenSeconds = 7 * DAY
  account++
  email = `person-${account}@tuvens.test`
  test.hiEvents.signUp(email, PASSWORD)
  visitor = new Visitor(test)
})

const land = (by: Visitor, more: object = {}) => {
  const session = { account_id: account, email, event: eventOf(String(nextEvent++)), ...more }
  return by.land({ session_token: test.api.issueToken(session) })
}
const link = async (by: Visitor, form: Record<string, string> = {}) => {
  await land(by)
  return by.post(SIGN_IN, { email, password: PASSWORD, ...form })
}
const stored = async () => {
  const found = await findAccount(test.database.db, account)
  if (found === undefined) throw new TypeError('There is no account')
  return { kind: found.credentialKind, text: openCredential(test.context.vault, found) }
}
const upstreamTokens = () => [...test.hiEvents.world.tokens.keys()]
const statusOfMe = async (by: Visitor) => (await by.call('GET', '/users/me')).status
const ALL_TABLES = ['accounts', 'ticket_sessions', 'ticket_writes', 'sessions', 'users', 'links']

describe('a password that an organiser types', () => {
  it('is used once and stored nowhere; the sign-in that it gave is kept', async () => {
    expect((await link(visitor)).headers.get('location')).toMatch(/getting-started$/)
    const { kind, text } = await stored()
    expect(kind).toBe('token')
    expect(upstreamTokens()).toContain(text)
    for (const table of ALL_TABLES) {
      const rows = await test.database.db`select * from ${test.database.db(table)}`
      expect(JSON.stringify(rows)).not.toContain(PASSWORD)
    }
    expect(await statusOfMe(visitor)).toBe(200)
  })

  it('is not asked for at the next landing, in another browser, or by our own calls', async () => {
    await link(visitor)
    const logins = test.hiEvents.count(/auth\/login$/)
    test.context.tokens.forget(account)
    expect((await land(new Visitor(test))).body['next']).toMatch(/getting-started$/)
    expect(test.hiEvents.count(/auth\/login$/)).toBe(logins)
  })

  it('is kept, encrypted, for somebody who ticks it, and then signs in by itself', async () => {
    await link(visitor, { keep_password: 'yes' })
    expect(await stored()).toEqual({ kind: 'kept-password', text: PASSWORD })
    test.hiEvents.world.tokens.clear()
    test.context.tokens.forget(account)
    expect((await land(new Visitor(test))).body['next']).toMatch(/getting-started$/)
  })

  it('is asked for with an empty tick box, which stays ticked after a wrong password', async () => {
    await land(visitor)
    const asked = await (await visitor.get(SIGN_IN)).text()
    expect(/<input[^>]*name="keep_password"[^>]*>/.exec(asked)?.[0]).not.toContain('checked')
    const form = { email, password: 'wrong', keep_password: 'yes' }
    const again = await (await visitor.post(SIGN_IN, form)).text()
    expect(/<input[^>]*name="keep_password"[^>]*>/.exec(again)?.[0]).toContain('checked')
  })
})

describe('the sign-in that is kept', () => {
  const expireSoon = () => {
    test.hiEvents.world.tokenSeconds = 2 * DAY
  }

  it('is exchanged before it expires, once over all nodes, and every browser goes on with the new one', async () => {
    expireSoon()
    const colleague = new Visitor(test)
    await link(visitor)
    test.hiEvents.world.tokenSeconds = 7 * DAY
    const before = await stored()
    const exchanges = test.hiEvents.count(/auth\/refresh$/)
    // Long enough for every node to read the old token meanwhile.
    test.hiEvents.faults.push({ match: 'POST /api/auth/refresh', kind: 'slow', value: 500 })
    const nodes = [1, 2, 3].map(() => createTicketSessions(test.context))
    await Promise.all(nodes.map(async (node) => node.resolve(visitor.login ?? '')))
    await land(colleague)
    expect(test.hiEvents.count(/auth\/refresh$/) - exchanges).toBe(1)
    expect((await stored()).text).not.toBe(before.text)
    const later = createTicketSessions(test.context)
    const resolved = await later.resolve(visitor.login ?? '')
    expect(resolved).toMatchObject({ kind: 'live', session: { upstreamToken: (await stored()).text } })
    expect(await statusOfMe(colleague)).toBe(200)
  })

  it('is used as it is while the ticket system does not exchange it, and it is not asked at every request', async () => {
    expireSoon()
    await link(visitor)
    const { text } = await stored()
    test.hiEvents.faults.push({ match: 'POST /api/auth/refresh', kind: 'error', value: 503, times: 9 })
    const exchanges = test.hiEvents.count(/auth\/refresh$/)
    for (const _ of [1, 2, 3]) expect((await readAccountToken(test.context, account))?.token).toBe(text)
    expect(test.hiEvents.count(/auth\/refresh$/) - exchanges).toBeLessThanOrEqual(1)
    expect(await statusOfMe(visitor)).toBe(200)
  })

  it('leads to a page that says why it asks again, once the ticket system has ended it', async () => {
    await link(visitor)
    test.hiEvents.world.tokens.clear()
    test.context.tokens.forget(account)
    expect((await land(visitor)).body['next']).toBe(SIGN_IN)
    const page = await (await visitor.get(SIGN_IN)).text()
    expect(page).toContain('Your password is not kept here')
    expect((await visitor.post(SIGN_IN, { email, password: PASSWORD })).status).toBe(303)
    expect(await statusOfMe(visitor)).toBe(200)
  })

  it('goes on for everybody else when one of them signs out', async () => {
    const colleague = new Visitor(test)
    await link(visitor)
    await land(colleague)
    expect(await (await visitor.call('POST', '/auth/logout')).json()).toEqual({
      message: 'Logout Successful',
    })
    expect(visitor.login).toBeUndefined()
    expect(await statusOfMe(colleague)).toBe(200)
  })

  it('goes on for everybody when the front end of one of them exchanges it', async () => {
    const colleague = new Visitor(test)
    await link(visitor)
    await land(colleague)
    expect((await visitor.call('POST', '/auth/refresh')).status).toBe(200)
    const { text } = await stored()
    expect(upstreamTokens()).toContain(text)
    const node = createTicketSessions(test.context)
    for (const { login = '' } of [visitor, colleague])
      expect(await node.resolve(login)).toMatchObject({ kind: 'live', session: { upstreamToken: text } })
  })
})

describe('the page about what is kept', () => {
  const accountWithLogin = async () => {
    const found = await findAccount(test.database.db, account)
    if (found === undefined || !hasLogin(found)) throw new TypeError('There is no login')
    return found
  }
  const textOf = async (by: Visitor) => (await by.get(PAGE)).text()

  it('says on a page of its own what ends before something is removed', async () => {
    await link(visitor, { keep_password: 'yes' })
    expect(await textOf(visitor)).not.toContain('<form')
    for (const [removal, words] of [
      ['password', 'The sign-in that it gave is kept in its place'],
      ['everything', 'All people of the account are signed out of the ticket pages'],
    ]) {
      expect(await textOf(visitor)).toContain(`href="${PAGE}?remove=${removal}"`)
      const asked = await (await visitor.get(`${PAGE}?remove=${removal}`)).text()
      expect(asked).toContain(words)
      expect(asked).toMatch(new RegExp(`<button[^>]*name="remove" value="${removal}"`))
      expect(asked).toContain(`<a class="button button--quiet" href="${PAGE}">Keep it</a>`)
    }
    expect((await stored()).kind).toBe('kept-password')
    await visitor.post(PAGE, { remove: 'password' })
    for (const nothing of ['password', 'other'])
      expect(await (await visitor.get(`${PAGE}?remove=${nothing}`)).text()).not.toContain('<form')
    expect(await (await new Visitor(test).get(`${PAGE}?remove=everything`)).text()).not.toContain('<form')
  })

  it('removes a kept password, and keeps the sign-in instead', async () => {
    await link(visitor, { keep_password: 'yes' })
    expect(await textOf(visitor)).toContain('The password of this login is kept')
    expect((await visitor.post(PAGE, { remove: 'password' })).headers.get('location')).toBe(PAGE)
    expect(await textOf(visitor)).toContain('No password is kept.')
    const { kind, text } = await stored()
    expect([kind, upstreamTokens().includes(text ?? '')]).toEqual(['token', true])
    expect(await statusOfMe(visitor)).toBe(200)
  })

  it('removes a password that no longer works without keeping anything', async () => {
    await link(visitor, { keep_password: 'yes' })
    for (const user of test.hiEvents.world.users) user.password = 'changed by hand'
    expect((await visitor.post(PAGE, { remove: 'password' })).status).toBe(303)
    expect(await stored()).toEqual({ kind: null, text: null })
  })

  it.each([{}, { keep_password: 'yes' }])(
    'removes everything, signs everybody out, and the next landing asks, after %o',
    async (form) => {
      const colleague = new Visitor(test)
      await link(visitor, form)
      await land(colleague)
      await test.context.tokens.use(await accountWithLogin(), () => Promise.resolve())
      expect((await visitor.post(PAGE, { remove: 'everything' })).status).toBe(303)
      expect(await stored()).toEqual({ kind: null, text: null })
      for (const each of [visitor, colleague]) {
        const node = createTicketSessions(test.context)
        expect(await node.resolve(each.login ?? '')).toMatchObject({ kind: 'ended', reason: 'login-removed' })
      }
      // Only what our own calls hold on other nodes is left, and they do not use it any more.
      const call = test.context.tokens.use(await accountWithLogin(), () => Promise.resolve())
      await expect(call).rejects.toMatchObject({ failure: 'unauthorised' })
      const again = new Visitor(test)
      expect((await land(again)).body['next']).toBe(SIGN_IN)
      expect(await (await again.get(SIGN_IN)).text()).toContain('Nothing of this login is kept here any more')
    },
  )

  it('leaves a login that we made alone, and stores who removed what', async () => {
    test.hiEvents.world.users = test.hiEvents.world.users.filter((each) => each.email !== email)
    await land(visitor)
    expect((await stored()).kind).toBe('generated-password')
    expect(await textOf(visitor)).not.toContain('<form')
    await visitor.post(PAGE, { remove: 'everything' })
    expect((await stored()).kind).toBe('generated-password')
    const [row] = await test.database.db`
      select method, path, tuvens_account_id::int as account from ticket_writes
      where tuvens_account_id = ${account} order by made_at desc limit 1`
    expect(row).toEqual({ method: 'POST', path: PAGE, account })
  })

  it('is for the person who signed in too, whatever their role', async () => {
    const editor = { user_id: '998', role: 'editor', permissions: ['manage_ticketing', 'view_reports'] }
    await land(visitor, editor)
    await visitor.post(SIGN_IN, { email, password: PASSWORD, keep_password: 'yes' })
    await visitor.post(PAGE, { remove: 'password' })
    expect((await stored()).kind).toBe('token')
  })

  it('tells strangers, viewers and other editors nothing, and removes nothing for them', async () => {
    const event = eventOf(String(nextEvent))
    await link(visitor, { keep_password: 'yes' })
    const viewer = new Visitor(test)
    await land(viewer, { event, user_id: '997', permissions: ['view_reports'], role: 'viewer' })
    const editor = new Visitor(test)
    await land(editor, {
      event,
      user_id: '998',
      permissions: ['manage_ticketing', 'view_reports'],
      role: 'editor',
    })
    expect([viewer.login, editor.login]).toEqual([expect.any(String), expect.any(String)])
    for (const each of [new Visitor(test), viewer, editor]) {
      expect(await textOf(each)).not.toContain(email)
      const refused = await each.post(PAGE, { remove: 'everything' })
      expect(await refused.text()).not.toContain(email)
    }
    expect((await stored()).kind).toBe('kept-password')
  })
})
