import type { ValidatedSession } from '@tuvens/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

const VIEWER: Partial<ValidatedSession> = {
  user_id: '789',
  name: 'Vera Viewer',
  email: 'vera@tuvens.test',
  role: 'viewer',
  permissions: ['view_reports'],
}
const EDITOR: Partial<ValidatedSession> = {
  user_id: '790',
  name: 'Eddy Editor',
  email: 'eddy@tuvens.test',
  role: 'editor',
  permissions: ['create_events', 'manage_ticketing', 'view_reports'],
}

let test: Harness
let next = 300
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hiEvents.seen.length = 0
})

const land = async (visitor: Visitor, session: Partial<ValidatedSession>) => {
  const { status, body } = await visitor.land({ session_token: test.api.issueToken(session) })
  return { status, next: body['next'] ?? '', code: body['code'] }
}
/** An event that its owner has linked. */
async function linked() {
  const event = eventOf(String(next++))
  const entered = await land(new Visitor(test), { event })
  const path = entered.next.replace('/getting-started', '')
  return { event, path, id: Number(path.split('/').at(-1)) }
}

describe('somebody who may only view reports', () => {
  it('lands on an event that others have linked, and nothing is made or changed upstream', async () => {
    const { event, path, id } = await linked()
    test.hiEvents.seen.length = 0
    const links = test.api.count(/links/)
    const visitor = new Visitor(test)
    expect(await land(visitor, { ...VIEWER, event })).toMatchObject({ status: 200, next: path })
    const writes = test.hiEvents.seen.filter(
      ({ method, path: called }) => method !== 'GET' && !called.includes('/auth/'),
    )
    expect(writes).toEqual([])
    expect(test.api.count(/links/)).toBe(links)
    expect((await visitor.call('GET', `/events/${id}`)).status).toBe(200)
    expect((await visitor.call('PUT', `/events/${id}/status`, { status: 'LIVE' })).status).toBe(403)
    expect((await visitor.call('GET', '/users')).status).toBe(403)
  })

  it('reads that there is nothing to look at, where nothing is linked', async () => {
    await linked()
    const event = eventOf(String(next++))
    const events = test.hiEvents.world.events.length
    const visitor = new Visitor(test)
    expect(await land(visitor, { ...VIEWER, event })).toMatchObject({ status: 404, code: 'NOTHING_LINKED' })
    expect(await land(visitor, { ...VIEWER, event, account_id: 4_711 })).toMatchObject({
      code: 'NOTHING_LINKED',
    })
    expect(visitor.login).toBeUndefined()
    expect(test.hiEvents.world.events).toHaveLength(events)
    const page = await (await visitor.get('/auth/cross-app/problem?code=NOTHING_LINKED')).text()
    expect(page).toContain('There are no tickets to look at yet')
  })

  it('attaches no login of their own, also where a question keeps their landing open', async () => {
    const { event } = await linked()
    const mine = `vera-${next}@mail.test`
    const theirs = await loginOfAccount()
    test.hiEvents.signUp(mine, 'of the viewer')
    const visitor = new Visitor(test)
    await visitor.signIn(mine, 'of the viewer')
    expect(await land(visitor, { ...VIEWER, event })).toMatchObject({ next: '/auth/cross-app/choose' })
    const answer = await visitor.post('/auth/cross-app/sign-in', { email: mine, password: 'of the viewer' })
    expect(answer.status).toBe(403)
    expect(await loginOfAccount()).toEqual(theirs)
  })

  it('is never asked to attach a login', async () => {
    const { event } = await linked()
    const { users } = test.hiEvents.world
    const passwords = users.map(({ password }) => password)
    for (const user of users) user.password = 'changed by its owner'
    const landed = await land(new Visitor(test), { ...VIEWER, event })
    for (const [at, user] of users.entries()) user.password = passwords[at] ?? ''
    expect(landed).toMatchObject({ status: 404, code: 'NOTHING_LINKED' })
  })
})

/** The login of the ticket system that the account has. */
async function loginOfAccount() {
  const [row] = await test.database
    .db`select login_email, hi_account_id from accounts where tuvens_account_id = 7`
  return row
}

describe('an editor', () => {
  it('gives the account no other login than it has; an owner may', async () => {
    await linked()
    const theirs = await loginOfAccount()
    const mine = `eddy-${next}@mail.test`
    test.hiEvents.signUp(mine, 'of the editor')
    const form = { email: mine, password: 'of the editor' }
    const visitor = new Visitor(test)
    await visitor.signIn(mine, 'of the editor')
    await land(visitor, { ...EDITOR, event: eventOf(String(next++)) })
    const refused = await visitor.post('/auth/cross-app/sign-in', form)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Your account uses another ticket login')
    expect(await loginOfAccount()).toEqual(theirs)
    await visitor.signIn(mine, 'of the editor')
    await land(visitor, { event: eventOf(String(next++)) })
    expect((await visitor.post('/auth/cross-app/sign-in', form)).status).toBe(303)
    expect((await loginOfAccount())?.['login_email']).toBe(mine)
  })

  it('lands on a new event of theirs, and sees no other event of the account', async () => {
    const theirs = await linked()
    const other = test.hiEvents.world.events.find(({ id }) => id === theirs.id)
    const made = { ...other, id: 9_000 + next, attributes: [] } as NonNullable<typeof other>
    test.hiEvents.world.events.push(made)
    const visitor = new Visitor(test)
    const entered = await land(visitor, { ...EDITOR, event: eventOf(String(next++)) })
    const id = Number(/\d+/.exec(entered.next)?.[0])
    const change = {
      title: 'Jazz',
      start_date: '2031-05-01T18:00:00Z',
      timezone: 'Europe/Amsterdam',
      category: 'MUSIC',
    }
    expect((await visitor.call('PUT', `/events/${id}`, change)).status).toBe(200)
    expect((await visitor.call('GET', `/events/${theirs.id}`)).status).toBe(200)
    expect((await visitor.call('GET', `/events/${made.id}`)).status).toBe(403)
    expect((await visitor.call('GET', '/events')).status).toBe(403)
    const home = await visitor.get('/manage/events')
    expect(await home.text()).toContain(`href="/manage/event/${id}"`)
  })

  it('who lands after the owner in one browser has the rights of an editor, and the owner’s session is over', async () => {
    const { event } = await linked()
    const visitor = new Visitor(test)
    await land(visitor, { event })
    const before = visitor.login
    await land(visitor, { ...EDITOR, event })
    expect(visitor.login).not.toBe(before)
    expect((await visitor.call('GET', '/users')).status).toBe(403)
    visitor.login = before ?? ''
    expect((await visitor.call('GET', '/users/me')).status).toBe(401)
  })
})
