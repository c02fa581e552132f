import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import type { Config } from '../../base/config.ts'
import { findAccount } from '../../mapping/store.ts'

const JWT_SECRET = 'secret-of-the-installation'
const MODES: Config['loginMode'][] = ['password', 'jwt']

describe.each(MODES)('with HI_EVENTS_LOGIN=%s', (mode) => {
  let test: Harness
  let account = 400
  let nextEvent = 6_000
  let email: string
  beforeAll(async () => {
    test = await startHarness({ env: { HI_EVENTS_LOGIN: mode, HI_EVENTS_JWT_SECRET: JWT_SECRET } })
    test.hiEvents.world.jwtSecret = mode === 'jwt' ? JWT_SECRET : null
  })
  afterAll(() => test.stop())
  beforeEach(() => {
    test.hiEvents.faults.length = 0
    test.api.faults.length = 0
    test.hiEvents.world.hasBareTokens = false
    account++
    email = `person-${account}@tuvens.test`
  })

  const land = (visitor: Visitor, more: object = {}) => {
    const session = { account_id: account, email, event: eventOf(String(nextEvent++)), ...more }
    return visitor.land({ session_token: test.api.issueToken(session) })
  }
  /** The Hi.Events user who is signed in in a browser. */
  const whoIs = async (visitor: Visitor) => {
    const answer = await visitor.call('GET', '/users/me')
    return (await answer.json()).data as { id: number; account_id: number; email: string }
  }
  const ownUsers = () =>
    test.hiEvents.world.users.filter((each) => each.email.startsWith(`person-${account}`))
  const kept = async () => (await findAccount(test.database.db, account))?.credential ?? null

  it('a first landing creates the login, signs the browser in separately, and stores a password only where it is needed', async () => {
    const visitor = new Visitor(test)
    expect((await land(visitor)).body['next']).toMatch(/getting-started$/)
    expect(await whoIs(visitor)).toMatchObject({ id: ownUsers()[0]?.id, email })
    expect((await kept()) === null).toBe(mode === 'jwt')
  })

  it('a login that we made is opened by a click only, whatever password its mailbox sets for it', async () => {
    await land(new Visitor(test))
    for (const user of ownUsers()) user.password = 'set by a mail'
    const stranger = new Visitor(test)
    const answer = await stranger.signIn(email, 'set by a mail')
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('This login has no password of its own')
    expect(stranger.login).toBeUndefined()
  })

  it('a login that was linked is still opened by its own password', async () => {
    test.hiEvents.signUp(email, 'the right one')
    const visitor = new Visitor(test)
    await land(visitor)
    await visitor.post('/auth/cross-app/sign-in', { email, password: 'the right one' })
    const directly = new Visitor(test)
    expect((await directly.signIn(email, 'the right one')).status).toBe(200)
    expect(await whoIs(directly)).toMatchObject({ email })
  })

  it('two users of one account share its ticket account, each with their own login', async () => {
    const [first, second] = [new Visitor(test), new Visitor(test)]
    await land(first)
    const colleague = { user_id: '999', email: 'colleague@tuvens.test', name: 'Carla Colleague' }
    expect((await land(second, colleague)).status).toBe(200)
    expect(await whoIs(second)).toEqual(await whoIs(first))
    expect(second.login).not.toBe(first.login)
    expect(test.hiEvents.world.users.some((each) => each.email.startsWith('colleague'))).toBe(false)
  })

  it('one user of two accounts has a login for each, and is asked before one replaces the other', async () => {
    const visitor = new Visitor(test)
    await land(visitor)
    const one = await whoIs(visitor)
    const asked = await land(visitor, { account_id: account + 5_000 })
    expect(asked.body['next']).toBe('/auth/cross-app/choose')
    expect(await (await visitor.get('/auth/cross-app/choose')).text()).toContain(email)
    expect((await visitor.post('/auth/cross-app/choose', { choice: 'switch' })).status).toBe(303)
    const two = await whoIs(visitor)
    expect([two.id === one.id, two.account_id === one.account_id]).toEqual([false, false])
    expect(ownUsers().map((each) => each.email)).toEqual([
      email,
      `person-${account}+account-${account + 5_000}@tuvens.test`,
    ])
  })

  it('another signed-in user is named, and replaced only after the organiser agrees', async () => {
    const visitor = new Visitor(test)
    test.hiEvents.signUp(`stranger-${account}@else.test`, 'theirs')
    await visitor.signIn(`stranger-${account}@else.test`, 'theirs')
    expect((await land(visitor)).body['next']).toBe('/auth/cross-app/choose')
    expect(await whoIs(visitor)).toMatchObject({ email: `stranger-${account}@else.test` })
    expect(ownUsers()).toEqual([])
    await visitor.post('/auth/cross-app/choose', { choice: 'switch' })
    expect(await whoIs(visitor)).toMatchObject({ email })
  })

  it('the same user signed in to another of their accounts is asked which one continues', async () => {
    test.hiEvents.signUp(email, 'the right one', 2)
    const [own = 0, other = 0] = ownUsers()[0]?.accountIds ?? []
    const linking = new Visitor(test)
    await land(linking)
    const form = { email, password: 'the right one', account_id: String(own) }
    expect((await linking.post('/auth/cross-app/sign-in', form)).status).toBe(303)
    const events = test.hiEvents.world.events.length
    const visitor = new Visitor(test)
    await visitor.signIn(email, 'the right one', other)
    expect((await land(visitor)).body['next']).toBe('/auth/cross-app/choose')
    expect(test.hiEvents.world.events).toHaveLength(events)
    expect(await whoIs(visitor)).toMatchObject({ account_id: other })
    await visitor.post('/auth/cross-app/choose', { choice: 'switch' })
    expect(await whoIs(visitor)).toMatchObject({ account_id: own })
  })

  it('an existing login is linked by signing in once, and not asked for again', async () => {
    test.hiEvents.signUp(email, 'the right one')
    const visitor = new Visitor(test)
    expect((await land(visitor)).body['next']).toBe('/auth/cross-app/sign-in')
    const form = { email, password: 'the right one' }
    const answer = await visitor.post('/auth/cross-app/sign-in', form)
    expect(answer.headers.get('location')).toMatch(/getting-started$/)
    expect(ownUsers()).toHaveLength(1)
    test.context.tokens.forget(account)
    expect((await land(new Visitor(test))).body['next']).toMatch(/getting-started$/)
  })

  it('a changed password is asked for where passwords are used, and is irrelevant otherwise', async () => {
    await land(new Visitor(test))
    for (const user of ownUsers()) user.password = 'changed by hand'
    test.context.tokens.forget(account)
    const visitor = new Visitor(test)
    const { body } = await land(visitor)
    if (mode === 'jwt') return expect(body['next']).toMatch(/getting-started$/)
    expect(body['next']).toBe('/auth/cross-app/sign-in')
    const page = await (await visitor.get('/auth/cross-app/sign-in')).text()
    expect(page).toContain('Sign in to your ticket account again')
    expect(page).toContain('Its password was changed')
    const form = { email, password: 'changed by hand' }
    expect((await visitor.post('/auth/cross-app/sign-in', form)).status).toBe(303)
    expect(await whoIs(visitor)).toMatchObject({ email })
  })

  it.each(['POST /api/auth/register', 'GET /api/users/me'])(
    'a registration whose response to %s was lost is completed by a retry',
    async (match) => {
      const visitor = new Visitor(test)
      test.hiEvents.world.hasBareTokens = match.endsWith('/users/me')
      test.hiEvents.faults.push({ match, kind: 'lost', times: 2 })
      expect(await land(visitor)).toMatchObject({ status: 503, body: { code: 'UPSTREAM_UNAVAILABLE' } })
      expect(await kept()).not.toBeNull()
      test.hiEvents.faults.length = 0
      const again = await visitor.post('/auth/cross-app/continue')
      expect(again.headers.get('location')).toMatch(/getting-started$/)
      expect(ownUsers()).toHaveLength(1)
      expect(await whoIs(visitor)).toMatchObject({ email })
      expect((await kept()) === null).toBe(mode === 'jwt')
    },
  )

  it('a registration whose response was lost is completed by a colleague’s landing', async () => {
    test.hiEvents.faults.push({ match: 'POST /api/auth/register', kind: 'lost', times: 1 })
    await land(new Visitor(test))
    const visitor = new Visitor(test)
    const colleague = { user_id: '999', email: 'colleague@tuvens.test', name: 'Carla Colleague' }
    expect((await land(visitor, colleague)).status).toBe(200)
    expect(ownUsers()).toHaveLength(1)
    expect(await whoIs(visitor)).toMatchObject({ email })
  })

  it('a login that was deleted leads to the sign-in page', async () => {
    await land(new Visitor(test))
    const { world } = test.hiEvents
    world.users = world.users.filter((each) => each.email !== email)
    world.tokens.clear()
    const { status, body } = await land(new Visitor(test))
    expect([status, body['next']]).toEqual([200, '/auth/cross-app/sign-in'])
  })
})
