import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../test-support/harness.ts'
import { LINKED, startTicketStand, type TicketStand } from '../../test-support/ticket-stand.ts'
import { deleteUnseenUsers, upsertMembership } from '../mapping/store.ts'
import { deleteOldWrites, writtenPathOf } from './writes.ts'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.stand.answer = (_request, response) => response.writeHead(204).end()
})

const db = () => test.harness.database.db
const writes = () => db()`
  select method, path, tuvens_user_id::int as user_id, tuvens_account_id::int as account_id, status, address
  from ticket_writes order by made_at`

describe('a write through the pass-through', () => {
  it('is stored with its person before it is passed on, and with the answer afterwards', async () => {
    const { token } = await test.signIn('editor')
    let stored: unknown[] = []
    test.stand.answer = (_request, response) => {
      void writes().then((rows) => {
        stored = rows
        response.writeHead(204).end()
      })
    }
    const body = '{"title":"a name of a buyer"}'
    await test.send('PUT', `/api/events/${LINKED}?token=secret`, { cookie: `token=${token}` }, body)
    const write = {
      method: 'PUT',
      path: `/api/events/${LINKED}`,
      user_id: 456,
      account_id: 7,
      address: '127.0.0.1',
    }
    expect(stored).toEqual([{ ...write, status: null }])
    await until(async () => (await writes())[0]?.['status'] === 204)
    const [row] = await db()`select string_agg(w::text, ' ') as text from ticket_writes w`
    expect(row?.['text']).not.toMatch(/secret|buyer|title/)
  })

  it('is not made when it cannot be stored', async () => {
    const { token } = await test.signIn('owner')
    test.stand.seen.length = 0
    await db()`alter table ticket_writes rename to ticket_writes_away`
    try {
      const refused = await test.send('POST', '/api/events', { cookie: `token=${token}` }, '{}')
      expect(refused.status).toBe(503)
      expect((await test.send('GET', '/api/events', { cookie: `token=${token}` })).status).toBe(204)
    } finally {
      await db()`alter table ticket_writes_away rename to ticket_writes`
    }
    expect(test.stand.seen.map(({ method }) => method)).toEqual(['GET'])
  })

  it('is none when it reads, is refused, or is a stranger’s', async () => {
    const { token } = await test.signIn('viewer')
    await db()`delete from ticket_writes`
    await test.send('GET', `/api/events/${LINKED}`, { cookie: `token=${token}` })
    await test.send('PUT', `/api/events/${LINKED}`, { cookie: `token=${token}` }, '{}')
    await test.send('POST', `/api/public/events/${LINKED}/order`, { cookie: `token=${token}` }, '{}')
    expect(await writes()).toEqual([])
  })

  it('is stored without a Tuvens user when somebody signed in with a password', async () => {
    const { token } = await test.signInDirectly()
    await test.send('DELETE', '/api/images/5', { cookie: `token=${token}` })
    expect((await writes()).at(-1)).toMatchObject({ method: 'DELETE', path: '/api/images/5', user_id: null })
  })

  it('is deleted when it is old', async () => {
    await db()`update ticket_writes set made_at = now() - interval '401 days'`
    await deleteOldWrites(db(), 400)
    expect(await writes()).toEqual([])
  })
})

it('a user who has not landed for long is deleted with their memberships', async () => {
  const member = { name: 'Olga', email: 'olga@tuvens.test', accountId: 7, permissions: [] }
  await upsertMembership(db(), { ...member, userId: '456' })
  await upsertMembership(db(), { ...member, userId: '457' })
  await db()`update users set seen_at = now() - interval '401 days' where tuvens_user_id = 456`
  await deleteUnseenUsers(db(), 400)
  expect(await db()`select tuvens_user_id::int as id from memberships`).toEqual([{ id: 457 }])
})

describe('the stored path', () => {
  it('holds no part that may be a secret, and is bounded', () => {
    const secret = 'f'.repeat(40)
    expect(writtenPathOf(`/api/users/1/confirm-email/${secret}`)).toBe('/api/users/1/confirm-email/…')
    expect(writtenPathOf('/a/bcdef'.repeat(500)).length).toBeLessThanOrEqual(300)
  })
})
