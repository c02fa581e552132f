import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())

const person = (account: number) => ({ account_id: account, email: `calls-${account}@tuvens.test` })

/** Lands in a browser. @returns the calls of Hi.Events that it took, without ids, in a stable order */
async function callsOf(account: number, event: number, visitor = new Visitor(test)): Promise<string[]> {
  const before = test.hiEvents.seen.length
  const token = test.api.issueToken({ ...person(account), event: eventOf(String(event)) })
  const { body } = await visitor.land({ session_token: token })
  expect(body['next']).toMatch(/^\/manage\/event\/\d+/)
  const seen = test.hiEvents.seen.slice(before)
  return seen.map(({ method, path }) => `${method} ${path.replace(/\d+/g, 'N')}`).sort()
}

describe('the calls of Hi.Events that a landing makes', () => {
  it('are five for the first event of a new account, without a search and without a second sign-in', async () => {
    expect(await callsOf(7001, 70011)).toEqual([
      'PATCH /api/events/N/settings',
      'POST /api/auth/register',
      'POST /api/events',
      'POST /api/organizers',
      'POST /api/organizers/N/webhooks',
    ])
  })

  it.each([
    ['on a node that has a token', async () => {}],
    ['on a node that has just started', () => test.restart()],
  ])('are three for the second event, %s', async (_, before) => {
    const account = 7002 + Number(_.length)
    await callsOf(account, account * 10)
    await before()
    expect(await callsOf(account, account * 10 + 1)).toEqual([
      'PATCH /api/events/N/settings',
      'POST /api/auth/login',
      'POST /api/events',
    ])
  })

  it('are three for the second event in a browser that is signed in: who is signed in is read instead', async () => {
    const visitor = new Visitor(test)
    await callsOf(7100, 71001, visitor)
    expect(await callsOf(7100, 71002, visitor)).toEqual([
      'GET /api/users/me',
      'PATCH /api/events/N/settings',
      'POST /api/events',
    ])
  })

  it('include the user of a token that does not name its account', async () => {
    test.hiEvents.world.hasBareTokens = true
    expect(await callsOf(7200, 72001)).toContain('GET /api/users/me')
    test.hiEvents.world.hasBareTokens = false
  })
})
