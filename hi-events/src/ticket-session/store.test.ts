import { createDb } from '@tuvens/platform/db/db'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CREDENTIALS_KEY, until } from '../../test-support/harness.ts'
import { startTicketStand, type TicketStand } from '../../test-support/ticket-stand.ts'
import { createVault } from '../mapping/vault.ts'
import { openUpstreamToken, resealTokens, sealUpstreamToken } from './seal.ts'
import {
  deleteOldTicketSessions,
  endTicketSessions,
  insertTicketSession,
  markChecked,
  touchTicketSessions,
} from './store.ts'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand()
})
afterAll(() => test.stop())

const db = () => test.harness.database.db
const LIMITS = { idleSeconds: 7_200 }
const idOf = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
const insert = (id: string) => {
  const session = { tokenHash: randomBytes(32), id, upstreamToken: randomBytes(8), upstreamExpiresAt: null }
  return insertTicketSession(db(), { ...session, person: null }, { maxSeconds: 9_000, replacedHash: null })
}
const age = (seconds: number) => db()`
  update ticket_sessions set last_used_at = now() - ${seconds} * interval '1 second',
    checked_at = now() - ${seconds} * interval '1 second'`
const touch = (...ids: string[]) =>
  touchTicketSessions(
    db(),
    ids.map((id) => ({ id, ageMs: 0 })),
    LIMITS,
  )

describe('two nodes that change the same sessions', () => {
  it.each([
    ['end them', (ids: string[]) => endTicketSessions(db(), ids, 'withdrawn'), 10],
    ['store what the API said of them', (ids: string[]) => markChecked(db(), ids, 0), 20],
    ['store their last use', (ids: string[]) => touch(...ids), 30],
  ])('never wait for each other: %s', async (_what, change, from) => {
    const [low, high] = [idOf(from), idOf(from + 1)]
    // The order in which rows are stored is that of a scan.
    for (const id of [high, low]) await insert(id)
    await age(60)
    const waiting = () => db()`select from pg_locks where not granted`
    let changing: Promise<unknown> = Promise.resolve()
    await db().begin(async (other) => {
      await other`select from ticket_sessions where id = ${low} for update`
      changing = change([high, low])
      await until(async () => (await waiting()).length > 0, 'the other node to wait')
      await other`select from ticket_sessions where id = ${high} for update`
    })
    await changing
    const [stored] = await db()`
      select count(*)::integer as changed from ticket_sessions where id in (${low}, ${high})
        and (ended_at is not null or last_used_at > now() - interval '50 seconds'
          or checked_at > now() - interval '50 seconds')`
    expect(stored?.['changed']).toBe(2)
  })
})

describe('the times of a session', () => {
  const version = async (id: string) => {
    const [row] = await db()`select xmin::text, last_used_at::text from ticket_sessions where id = ${id}`
    return row
  }

  it('are written when they are some seconds old, not in each round', async () => {
    const id = idOf(1)
    await insert(id)
    await age(10)
    const before = await version(id)
    expect(await touch(id)).toMatchObject([{ id, endReason: null }])
    await markChecked(db(), [id], 0)
    expect(await version(id)).toEqual(before)
    await age(20)
    const old = await version(id)
    expect(await touch(id)).toMatchObject([{ id, endReason: null }])
    const touched = await version(id)
    expect(touched).not.toEqual(old)
    await markChecked(db(), [id], 0)
    const checked = await version(id)
    expect(checked).not.toEqual(touched)
    await touch(id)
    await markChecked(db(), [id], 0)
    expect(await version(id)).toEqual(checked)
  })

  it('are in no index, and the end of a session is, for the clean-up', async () => {
    const indexes = await db()`select indexdef from pg_indexes where tablename = 'ticket_sessions'`
    const all = indexes.map(({ indexdef }) => String(indexdef)).join('\n')
    expect(all).not.toMatch(/last_used_at|checked_at/)
    expect(all).toContain('LEAST(ended_at, expires_at)')
  })

  it('that are a day over are deleted with their session', async () => {
    const [kept, gone] = [idOf(2), idOf(3)]
    for (const id of [kept, gone]) await insert(id)
    await endTicketSessions(db(), [kept, gone], 'signed-out')
    await db()`update ticket_sessions set ended_at = now() - interval '25 hours' where id = ${gone}`
    await deleteOldTicketSessions(db())
    const left = (await test.rows()).map(({ id }) => id)
    expect([left.includes(kept), left.includes(gone)]).toEqual([true, false])
  })
})

describe('a session that lacks a part of its person', () => {
  it.each(['api_session_id', 'tuvens_user_id', 'tuvens_account_id', 'role'])(
    'can neither be stored nor used: %s',
    async (column) => {
      const { token } = await test.signIn('viewer')
      const lose = () => db()`
        update ticket_sessions set ${db()({ [column]: null })} where api_session_id is not null and ended_at is null`
      await expect(lose()).rejects.toThrow('ticket_sessions_person')
      await db()`alter table ticket_sessions drop constraint ticket_sessions_person`
      try {
        await lose()
        const answer = await test.send('GET', '/api/users/me', { cookie: `token=${token}` })
        expect(answer.status).toBe(401)
        expect(test.stand.seen).toHaveLength(0)
      } finally {
        await db()`delete from ticket_sessions`
        await db()`
          alter table ticket_sessions add constraint ticket_sessions_person
            check (num_nonnulls(api_session_id, tuvens_user_id, tuvens_account_id, role) in (0, 4))`
      }
    },
  )
})

const NEW_KEY = 'a-new-credentials-key-of-the-tests'
const insertWith = (id: string, upstreamToken: Buffer) =>
  insertTicketSession(
    db(),
    { tokenHash: randomBytes(32), id, upstreamToken, upstreamExpiresAt: null, person: null },
    { maxSeconds: 9_000, replacedHash: null },
  )
const stored = async (id: string) => {
  const [row] = await db()<{ token: Buffer | null }[]>`
    select upstream_token as token from ticket_sessions where id = ${id}`
  return row?.token ?? null
}

describe('the tokens of open ticket sessions, when a new key is put in front', () => {
  it('open with the new key alone; what no key opens and what has ended stays as it is', async () => {
    const [open, foreign, ended] = [idOf(101), idOf(102), idOf(103)]
    const old = createVault([CREDENTIALS_KEY])
    await insertWith(open, sealUpstreamToken(old, open, 'the token'))
    const lost = sealUpstreamToken(createVault(['a-key-that-was-lost-before']), foreign, 'another')
    await insertWith(foreign, lost)
    await insertWith(ended, sealUpstreamToken(old, ended, 'of an ended session'))
    await endTicketSessions(db(), [ended], 'withdrawn')

    await resealTokens({ db: db(), vault: createVault([NEW_KEY, CREDENTIALS_KEY]) })

    const token = await stored(open)
    expect(token && openUpstreamToken(createVault([NEW_KEY]), open, token)).toBe('the token')
    expect((await stored(foreign))?.equals(lost)).toBe(true)
    expect(await stored(ended)).toBeNull()
  })

  it('are not taken back when they were renewed meanwhile', async () => {
    const id = idOf(104)
    await insertWith(id, sealUpstreamToken(createVault([CREDENTIALS_KEY]), id, 'before'))
    const vault = createVault([NEW_KEY, CREDENTIALS_KEY])
    const renewed = sealUpstreamToken(vault, id, 'renewed')
    // On one connection the renewal, which is sent first, is also done first.
    const one = createDb(test.harness.database.url, { max: 1 })
    const seal = (text: string, purpose: string) => {
      void one`update ticket_sessions set upstream_token = ${renewed} where id = ${id}`.execute()
      return vault.seal(text, purpose)
    }
    await resealTokens({ db: one, vault: { ...vault, seal } })
    await one.end()
    expect((await stored(id))?.equals(renewed)).toBe(true)
  })
})
