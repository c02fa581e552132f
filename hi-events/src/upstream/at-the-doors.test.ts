import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
/** The clock stands still unless a test moves it: a breaker that opened stays open, however slow the machine is. */
const start = Date.now()
let ahead = 0
let next = 4_000
beforeAll(async () => {
  test = await startHarness({ overrides: { clock: { now: () => start + ahead } } })
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hiEvents.faults.length = 0
  ahead += 60_000
})

/** Nothing answers any more, and the ticket origin has noticed. */
async function goDown(): Promise<void> {
  test.hiEvents.faults.push({ match: /./, kind: 'cut', times: 1_000 })
  for (let made = 0; made < 5; made++) await test.context.hiEvents.logout('t').catch(() => {})
}
const token = () => test.api.issueToken({ event: eventOf(String(next++)) })

describe('while the ticket system is down', () => {
  it('a landing explains it at once and can be continued once it is back', async () => {
    await goDown()
    const visitor = new Visitor(test)
    const before = test.hiEvents.seen.length
    const answer = await visitor.land({ session_token: token() })
    expect(answer).toMatchObject({ status: 503, body: { code: 'UPSTREAM_UNAVAILABLE' } })
    expect(test.hiEvents.seen).toHaveLength(before)
    const page = await (await visitor.get('/auth/cross-app/problem?code=UPSTREAM_UNAVAILABLE')).text()
    expect(page).toContain('The ticket system is not answering')
    expect(page).toContain('it goes on from where it stopped')
    test.hiEvents.faults.length = 0
    ahead += 5_000
    const again = await visitor.post('/auth/cross-app/continue')
    expect([again.status, again.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/getting-started$/),
    ])
  })

  it('a response contains Retry-After', async () => {
    await goDown()
    const answer = await fetch(`${test.url}/api/auth/cross-app/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session_token: token() }),
    })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  })

  it('a landing over the limit says that it is busy and for how long, and can be continued later', async () => {
    test.hiEvents.faults.push({
      match: 'POST /api/organizers',
      kind: 'error',
      value: 429,
      headers: { 'retry-after': '30' },
    })
    const visitor = new Visitor(test)
    const session = { account_id: 70, email: 'busy@tuvens.test', event: eventOf(String(next++)) }
    const answer = await visitor.land({ session_token: test.api.issueToken(session) })
    expect(answer).toMatchObject({ status: 503, body: { code: 'UPSTREAM_BUSY' } })
    const page = await (await visitor.get('/auth/cross-app/problem?code=UPSTREAM_BUSY')).text()
    expect(page).toContain('The ticket system is busy')
    const before = test.hiEvents.seen.length
    const early = await visitor.post('/auth/cross-app/continue')
    expect([early.status, early.headers.get('retry-after')]).toEqual([
      503,
      expect.stringMatching(/^(30|29|28)$/),
    ])
    expect(test.hiEvents.seen).toHaveLength(before)
    ahead += 30_000
    expect((await visitor.post('/auth/cross-app/continue')).status).toBe(303)
  })

  it('the picker shows the last good shop, and an explanation when it has none', async () => {
    await new Visitor(test).land({ session_token: token() })
    const event = test.hiEvents.world.events.at(-1) as FakeEvent
    event.status = 'LIVE'
    event.tiers.push({ id: 1, title: 'Early bird', price: 10, left: 5 })
    const visit = (id: number) => fetch(`${test.url}/embed/${id}`)
    expect(await (await visit(event.id)).text()).toContain('Early bird')
    await goDown()
    ahead += 3_000
    const kept = await visit(event.id)
    expect([kept.status, await kept.text()]).toEqual([200, expect.stringContaining('Early bird')])
    const never = await visit(987_654)
    expect([never.status, await never.text()]).toEqual([
      503,
      expect.stringContaining('The ticket system is not answering right now'),
    ])
  })
})
