import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

const SIGN_IN = '/auth/cross-app/sign-in'
const PASSWORD = 'what only its owner knows'

let test: Harness
let account = 900
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  account++
})

const land = (by: Visitor, user_id: string, email: string) => {
  const event = eventOf(String(account * 10 + Number(user_id)))
  return by.land({ session_token: test.api.issueToken({ account_id: account, user_id, email, event }) })
}
const attach = async (user_id: string, email: string, password = PASSWORD) => {
  const visitor = new Visitor(test)
  await land(visitor, user_id, email)
  await visitor.post(SIGN_IN, { email, password })
  return visitor
}
const changes = () => test.database.db`
  select tuvens_user_id::text as user, method || ' ' || path as call, address, status,
    ticket_session_id is not null as "hasSession"
  from ticket_writes where tuvens_account_id = ${account} order by made_at`
const attached = (user: string) => ({
  user,
  call: `POST ${SIGN_IN}`,
  address: '127.0.0.1',
  status: 200,
  hasSession: false,
})

describe('the login of an account', () => {
  it('that we make is stored with the person whose landing it was', async () => {
    await land(new Visitor(test), '1', `new-${account}@tuvens.test`)
    expect(await changes()).toEqual([
      { user: '1', call: 'POST /auth/cross-app', address: null, status: 200, hasSession: false },
    ])
  })

  it('that is attached, replaced and removed is stored with who did it', async () => {
    for (const name of ['first', 'second']) test.hiEvents.signUp(`${name}-${account}@tuvens.test`, PASSWORD)
    await attach('1', `first-${account}@tuvens.test`)
    const owner = await attach('1', `first-${account}@tuvens.test`)
    expect(await changes()).toEqual([attached('1')])
    await owner.post('/auth/cross-app/login', { remove: 'everything' })
    await attach('2', `second-${account}@tuvens.test`)
    const removal = { call: 'POST /auth/cross-app/login', status: 303, hasSession: true }
    expect(await changes()).toEqual([
      attached('1'),
      expect.objectContaining({ user: '1', ...removal }),
      attached('2'),
    ])
  })

  it('that could not be attached leaves no row', async () => {
    test.hiEvents.signUp(`mine-${account}@tuvens.test`, PASSWORD)
    await attach('1', `mine-${account}@tuvens.test`, 'wrong')
    expect(await changes()).toEqual([])
  })
})
