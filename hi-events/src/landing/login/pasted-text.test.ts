import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

let test: Harness
let next = 7_000
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())

const PASTED = ['\0', '\u000b', '\u001b', '\u0085', '\u2028', '\u2029', '\u202e']

describe('a pasted control character', () => {
  it.each(PASTED)('%j around an address does not keep an organiser from signing in', async (pasted) => {
    const email = `owner-${next}@somewhere.test`
    test.hiEvents.signUp(email, 'the right one')
    const visitor = new Visitor(test)
    const account_id = next++
    const session = { account_id, email, event: eventOf(String(next++)) }
    await visitor.land({ session_token: test.api.issueToken(session) })
    const form = { email: `${email}${pasted}`, password: 'the right one' }
    const answer = await visitor.post('/auth/cross-app/sign-in', form)
    expect(answer.headers.get('location')).toMatch(/getting-started$/)
  })

  it.each(PASTED)('%j in a password is refused as a wrong password or with what to do', async (pasted) => {
    const email = `owner-${next}@somewhere.test`
    test.hiEvents.signUp(email, 'the right one')
    const visitor = new Visitor(test)
    const session = { account_id: next++, email, event: eventOf(String(next++)) }
    await visitor.land({ session_token: test.api.issueToken(session) })
    const answer = await visitor.post('/auth/cross-app/sign-in', { email, password: `the ${pasted} one` })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toMatch(/Fill in both fields|E-mail or password is not right/)
  })

  it.each(PASTED)('%j in the data of the older flow is cleaned', async (pasted) => {
    const event_data = JSON.stringify({
      title: `Blue${pasted}Note`,
      description: `At${pasted}dusk`,
      start_date: '2030-05-01T20:00:00',
    })
    const token = test.api.issueToken()
    const landed = await new Visitor(test).land({ session_token: token, action: 'create_event', event_data })
    expect(landed.status).toBe(200)
    const draft = test.hiEvents.world.events.at(-1)
    expect(draft?.title).toMatch(/^Blue ?Note$/)
    expect(draft?.description).toMatch(/^<p>At(<br>| )?dusk<\/p>$/)
  })
})
