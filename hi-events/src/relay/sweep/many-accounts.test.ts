import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { startBackground } from '../../start-background.ts'

const [ACCOUNTS, BUDGET] = [50, 16]
const FIRST = 9_000

let test: Harness
/** Set while the budgets are counted, so that a slow machine does not reach their next minute. */
let stoppedAt: number | null = null
beforeAll(async () => {
  test = await startHarness({
    env: { UPSTREAM_BUDGET: String(BUDGET), SWEEP_FAST_MS: '100' },
    overrides: { clock: { now: () => stoppedAt ?? Date.now() } },
  })
  test.hiEvents.isSilent = true
  for (let made = 0; made < ACCOUNTS; made++) await land(FIRST + made)
})
afterAll(() => test.stop())

function land(id: number, more = {}) {
  const person = { account_id: id, email: `person-${id}@tuvens.test`, ...more }
  return new Visitor(test).land({
    session_token: test.api.issueToken({ ...person, event: eventOf(String(id)) }),
  })
}

async function countLimited(): Promise<unknown> {
  const [row] = await test.database.db`select count(*)::int from sweeps where error = 'limited'`
  return row?.['count']
}

/** Requests of each account's login, from an index of the log on. */
function spent(from = 0): Map<number, number> {
  const { tokens } = test.hiEvents.world
  const counts = new Map<number, number>()
  for (const { headers } of test.hiEvents.seen.slice(from)) {
    const login = tokens.get((headers.authorization ?? '').slice('Bearer '.length))
    if (login !== undefined) counts.set(login.accountId, (counts.get(login.accountId) ?? 0) + 1)
  }
  return counts
}

it('the sweeps of fifty accounts at ten times a second stay within every budget and leave room for a landing', {
  timeout: 300_000,
}, async () => {
  for (const each of test.hiEvents.world.events) each.status = 'LIVE'
  const from = test.hiEvents.seen.length
  await test.database.db`update sweeps set due_at = now(), swept_at = null`
  await test.database.db`
    update sweeps set swept_at = now() - interval '1 day' where tuvens_account_id = ${FIRST + 3}`
  // A new process has not counted the requests of the landings.
  await test.restart()
  stoppedAt = Date.now()
  const loops = startBackground(test.context)
  try {
    const live = () =>
      new Set(
        test.api.statuses
          .filter((each) => each.payload.status === 'LIVE')
          .map((each) => each.payload.tuvens_event_id),
      )
    await until(() => live().size === ACCOUNTS, 'all fifty')
    await until(async () => (await countLimited()) === ACCOUNTS, 'every sweep to use up its share')
    const counts = spent(from)
    expect(counts.size).toBe(ACCOUNTS)
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(BUDGET)
    const lists = test.hiEvents.seen.slice(from).filter((each) => each.path === '/api/events')
    expect(lists.length).toBeLessThanOrEqual(ACCOUNTS * BUDGET * 0.4)
    const answer = await land(FIRST)
    expect([answer.status, answer.body['next']]).toEqual([
      200,
      expect.stringMatching(/^\/manage\/event\/\d+$/),
    ])
  } finally {
    await loops.stop()
  }
})
