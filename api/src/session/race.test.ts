import { HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import type { Sql } from '@tuvens/platform/db/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiProcess } from '../../test-support/process.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { consumeSessions } from './store.ts'
import { type TestUser, SECRET, startWorld, type TestWorld } from '../../test-support/api.ts'

const CONCURRENT_CALLS = 64
const ROUNDS = 20
const PATH = '/api/cross-app/validate-session'

describe('a session token that many callers of two processes validate at once', () => {
  let world: TestWorld
  let nodes: string[]
  let processes: ApiProcess[]
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    const started = await Promise.all([1, 2].map(() => ApiProcess.start(world.database.url)))
    processes = started.map(([api]) => api)
    nodes = started.map(([, base]) => base)
    owner = await world.api.person()
  })
  afterAll(async () => {
    await Promise.all(processes.map((api) => api.stop()))
    await world.end()
  })

  const validate = async (token: string, node: string, key?: string) => {
    const body = JSON.stringify({ session_token: token })
    const signature = signRequest([SECRET], { method: 'POST', path: PATH, body }, Date.now())
    const idempotency = key === undefined ? {} : { [HEADERS.idempotencyKey]: key }
    const headers = { 'content-type': 'application/json', ...signature, ...idempotency }
    const answer = await fetch(node + PATH, { method: 'POST', headers, body })
    const { code } = (await answer.json()) as { code?: string }
    return answer.status === 200 ? 'ok' : (code ?? 'no code')
  }

  it(`gives the session to exactly one of ${CONCURRENT_CALLS} callers, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const token = await world.api.session(owner)
      const calls = Array.from({ length: CONCURRENT_CALLS }, (_, at) => validate(token, nodes[at % 2] ?? ''))
      const outcomes = await Promise.all(calls)
      expect(outcomes.filter((each) => each === 'ok')).toHaveLength(1)
      expect(outcomes.filter((each) => each === 'SESSION_ALREADY_USED')).toHaveLength(CONCURRENT_CALLS - 1)
    }
  })

  it('gives the session to all callers with the idempotency key of the one that consumed it', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const token = await world.api.session(owner)
      const keyOf = (at: number) => (at % 4 === 0 ? undefined : `key-of-caller-${at % 4}`)
      const calls = Array.from({ length: CONCURRENT_CALLS }, (_, at) =>
        validate(token, nodes[at % 2] ?? '', keyOf(at)),
      )
      const outcomes = (await Promise.all(calls)).map((outcome, at) => ({ outcome, key: keyOf(at) }))
      const keys = new Set(outcomes.filter(({ outcome }) => outcome === 'ok').map(({ key }) => key))
      expect(keys.size).toBe(1)
      const [key] = keys
      const expected = key === undefined ? 1 : CONCURRENT_CALLS / 4
      expect(outcomes.filter(({ outcome }) => outcome === 'ok')).toHaveLength(expected)
    }
  })

  it('gives the session to at most one caller when it is revoked at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const token = await world.api.session(owner)
      const calls = Array.from({ length: 16 }, (_, at) => validate(token, nodes[at % 2] ?? ''))
      const payload = { session_token: token }
      const revoked = world.api.signed({ method: 'POST', url: '/api/cross-app/revoke-session', payload })
      const outcomes = await Promise.all(calls)
      await revoked
      expect(outcomes.filter((each) => each === 'ok').length).toBeLessThanOrEqual(1)
      expect(await validate(token, nodes[0] ?? '')).toBe('SESSION_REVOKED')
    }
  })

  it('gives the session to one of several calls in one statement, and to its repetitions', async () => {
    const outcomesOf = async (keys: (string | null)[]) => {
      const hash = tokenHashOf(await world.api.session(owner))
      const audit = { actor: 'test', requestId: 'test', address: '127.0.0.1' }
      const calls = keys.map((key) => ({
        hash,
        idempotencyHash: key === null ? null : tokenHashOf(key),
        verifierHash: null,
        audit,
      }))
      const outcomes = await consumeSessions(world.database.db, calls)
      return outcomes.map(({ outcome }) => outcome)
    }
    const refused = 'SESSION_ALREADY_USED'
    expect((await outcomesOf([null, null, null])).sort()).toEqual([refused, refused, 'ok'])
    expect((await outcomesOf(['first', 'second'])).sort()).toEqual([refused, 'ok'])
    expect(await outcomesOf(['same', 'same'])).toEqual(['ok', 'ok'])
  })

  it('is consumed by one of two statements that name the same tokens in opposite orders', async () => {
    const { db } = world.database
    const tokens = await Promise.all(Array.from({ length: 40 }, () => world.api.session(owner)))
    const hashes = tokens.map(tokenHashOf)
    const audit = { actor: 'test', requestId: 'test', address: '127.0.0.1' }
    const calls = hashes.map((hash) => ({ hash, idempotencyHash: null, verifierHash: null, audit }))
    const middle = hashes[20] ?? Buffer.alloc(0)
    // Both statements have locked some rows when they meet the row that is held.
    const both = await db.begin(async (tx) => {
      await tx`select from cross_app_sessions where token_hash = ${middle} for update`
      const started = [calls, calls.toReversed()].map((each) => consumeSessions(db, each))
      while ((await countWaiting(db)) < started.length)
        await new Promise((resolve) => setTimeout(resolve, 20))
      return { outcomes: Promise.all(started) }
    })
    const outcomes = (await both.outcomes).flat()
    expect(outcomes.filter(({ outcome }) => outcome === 'ok')).toHaveLength(tokens.length)
  })

  it('writes one audit row for each caller', async () => {
    const rows = () => world.database.db<{ outcome: string }[]>`
      select outcome from audit_log where operation = 'validate-session' order by id`
    const token = await world.api.session(owner)
    const before = (await rows()).length
    await Promise.all(Array.from({ length: 8 }, (_, at) => validate(token, nodes[at % 2] ?? '')))
    const outcomes = (await rows()).slice(before).map((row) => row.outcome)
    expect(outcomes.sort()).toEqual([...Array<string>(7).fill('SESSION_ALREADY_USED'), 'ok'])
  })
})

/** Statements of this database that wait for a lock. */
async function countWaiting(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`
  return row?.count ?? 0
}
