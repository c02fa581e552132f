import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApi, type TestUser, startWorld, type TestWorld } from '../../test-support/api.ts'

let world: TestWorld
let api: TestApi
let owner: TestUser
beforeAll(async () => {
  world = await startWorld()
  api = world.api
  owner = await api.person('Olga')
})
afterAll(() => world.end())

const read = async (user: TestUser, accountId = owner.accountId, query = '') => {
  const answer = await api.as(user, { url: `/api/accounts/${accountId}/audit-log${query}` })
  return { status: answer.statusCode, body: answer.json() }
}

describe('the audit log of an account', () => {
  it('tells its owner who did what, without addresses and notes', async () => {
    const event = await api.event(owner)
    await world.database.db`
      insert into audit_log (operation, outcome, actor, account_id, event_id, request_id, address, note)
      values ('operator-replay', 'ok', 'operator:ada', ${owner.accountId}, ${event.id}, 'r', '192.0.2.1', 'a note')`
    const entries = async () => (await read(owner)).body.entries
    await expect.poll(entries).toContainEqual(
      expect.objectContaining({
        operation: 'create-event',
        by: 'user',
        name: 'Olga',
        event_title: event.title,
      }),
    )
    expect((await entries())[0]).toMatchObject({ operation: 'operator-replay', by: 'operator', name: null })
    expect(JSON.stringify(await entries())).not.toMatch(/192\.0\.2\.1|a note|ada/)
  })

  it('has no row of a stranger whose calls about the account were refused', async () => {
    const [other, stranger, viewer] = [
      await api.person(),
      await api.person('Call +1 900'),
      await api.person(),
    ]
    await api.join(viewer, other.accountId, 'viewer')
    const payload = { account_id: other.accountId }
    const calls = [
      { method: 'POST', url: '/api/cross-app/generate-session', payload },
      { method: 'DELETE', url: `/api/accounts/${other.accountId}/members/${other.id}` },
    ] as const
    for (const call of calls) expect((await api.as(stranger, call)).statusCode).toBe(403)
    expect((await api.as(viewer, calls[1])).statusCode).toBe(403)
    const rows = () =>
      world.database.db`select 1 from audit_log where outcome <> 'ok' and account_id = ${other.accountId}`
    await expect.poll(rows).toHaveLength(3)
    const { entries } = (await read(other, other.accountId)).body
    expect(entries.map(({ name }: { name: string | null }) => name)).toEqual([viewer.name])
  })

  it('shows nothing of another account, and nothing to members who may not manage members', async () => {
    const [editor, stranger] = [await api.person(), await api.person()]
    await api.join(editor, owner.accountId, 'editor')
    expect((await read(editor)).body.code).toBe('PERMISSION_DENIED')
    expect((await read(stranger)).body.code).toBe('NOT_A_MEMBER')
    expect((await read(stranger, stranger.accountId)).body.entries).toEqual([])
    await api.join(editor, owner.accountId, 'admin')
    expect((await read(editor)).status).toBe(200)
  })

  it('is paged, each entry once', async () => {
    const other = await api.person()
    await world.database.db`
      insert into audit_log (operation, outcome, actor, account_id, request_id, address)
      select 'row-' || i, 'ok', 'service', ${other.accountId}, 'r', 'x' from generate_series(1, 120) i`
    const seen: string[] = []
    for (let query = ''; ; ) {
      const { body } = await read(other, other.accountId, query)
      seen.push(...body.entries.map(({ operation }: { operation: string }) => operation))
      if (body.next === null) break
      query = `?before=${encodeURIComponent(body.next)}`
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120])
  })
})
