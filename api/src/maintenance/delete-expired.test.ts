import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StreamReader } from '../../test-support/stream.ts'
import { type TestUser, startWorld, statusMessage, TestApi, type TestWorld } from '../../test-support/api.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { deleteExpired, startMaintenance } from './delete-expired.ts'

describe('maintenance (A7)', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld({ STREAM_RETENTION: '24', WEBHOOK_MAX_AGE: '72' })
    api = world.api
    owner = await api.person()
  })
  afterAll(() => world.end())

  it('deletes sessions a day after they expired', async () => {
    const [old, recent, live] = [await api.session(owner), await api.session(owner), await api.session(owner)]
    const end = (token: string, hours: number) => world.database.db`
      update cross_app_sessions set expires_at = now() - ${hours} * interval '1 hour'
      where token_hash = ${tokenHashOf(token)}`
    await end(old, 25)
    await end(recent, 23)
    expect(await deleteExpired(api.context)).toMatchObject({ sessions: 1 })
    const left = await world.database.db<{ hash: string }[]>`
      select encode(token_hash, 'hex') as hash from cross_app_sessions`
    const kept = [recent, live].map((token) => tokenHashOf(token).toString('hex'))
    expect(new Set(left.map((row) => row.hash))).toEqual(new Set(kept))
  })

  it('deletes sessions that were used a week later, because a ticket session may live so long', async () => {
    const [old, recent] = [await api.session(owner), await api.session(owner)]
    const use = (token: string, days: number) => world.database.db`
      update cross_app_sessions set used_at = created_at, expires_at = now() - ${days} * interval '1 day'
      where token_hash = ${tokenHashOf(token)}`
    await use(old, 9)
    await use(recent, 7)
    expect(await deleteExpired(api.context)).toMatchObject({ sessions: 1 })
    await use(recent, 9)
    expect(await deleteExpired(api.context)).toMatchObject({ sessions: 1 })
  })

  it('deletes refresh tokens and sign-ins a day after they expired or ended', async () => {
    const { db } = world.database
    await db`
      insert into sign_ins (user_id, expires_at, ended_at, address, user_agent)
      select ${owner.id}, now() + (n - 2) * interval '13 hours',
        case when n = 4 then now() - interval '25 hours' end, 'old', '' from generate_series(0, 4) n`
    await db`
      insert into refresh_tokens (token_hash, sign_in_id, expires_at)
      select sha256(n::text::bytea), (select id from sign_ins where user_id = ${owner.id} and address <> 'old' limit 1),
        now() - n * interval '12 hours' from generate_series(1, 4) n`
    expect(await deleteExpired(api.context)).toMatchObject({ refreshTokens: 3, signIns: 2 })
    const [left] = await db`select count(*)::int as n from sign_ins where address = 'old'`
    expect(left?.['n']).toBe(3)
  })

  it('deletes used-up links, old invitations and old mails', async () => {
    const { db } = world.database
    await db`
      insert into one_time_tokens (token_hash, purpose, user_id, expires_at)
      select sha256(n::text::bytea), 'verify_email', ${owner.id}, now() + n * interval '1 hour' from generate_series(-1, 1) n`
    await db`
      insert into invitations (account_id, email, role, invited_by, expires_at)
      select ${owner.accountId}, n || '@example.com', 'viewer', ${owner.id}, now() - n * interval '4 days'
      from generate_series(0, 2) n`
    await db`
      insert into mails (kind, recipient, sent_at)
      select 'removed', 'a@example.com', now() - n * interval '16 days' from generate_series(0, 2) n`
    expect(await deleteExpired(api.context)).toMatchObject({ oneTimeTokens: 2, invitations: 1, mails: 1 })
  })

  it('deletes rows of the audit log that are older than its setting', async () => {
    await world.database.db`
      insert into audit_log (at, operation, outcome, actor, request_id, address)
      select now() - n * interval '399 days', 'login', 'ok', 'user', 'old', '127.0.0.1' from generate_series(0, 2) n`
    expect(await deleteExpired(api.context)).toMatchObject({ audits: 1 })
  })

  it('deletes many rows in batches, on several nodes at once', async () => {
    await world.database.db`
      insert into cross_app_sessions (token_hash, user_id, account_id, app_id, expires_at)
      select sha256(n::text::bytea), ${owner.id}, ${owner.accountId}, 'hi-events', now() - interval '2 days'
      from generate_series(1, 5000) n`
    const swept = await Promise.all([deleteExpired(api.context), deleteExpired(api.context)])
    expect(swept.reduce((sum, each) => sum + each.sessions, 0)).toBe(5000)
  })

  it('deletes old changes, and resets a stream with an older cursor', async () => {
    const base = await api.listen()
    const event = await api.event(owner)
    const url = `${base}/api/events/updates?event_id=${event.id}`
    const first = await StreamReader.open(url)
    await first.until((reader) => reader.changes.length === 1)
    await api.webhook(statusMessage(event.id, 31, 'LIVE'))
    await api.webhook(statusMessage(event.id, 31, 'DRAFT'))
    await first.until((reader) => reader.changes.length === 3)
    first.close()
    await world.database.db`update ticketing_changes set changed_at = now() - interval '25 hours'`
    expect(await deleteExpired(api.context)).toMatchObject({ changes: 2 })
    await api.webhook(statusMessage(event.id, 31, 'LIVE'))

    const [before, last] = [first.messages[1]?.id ?? '', first.messages[2]?.id ?? '']
    const again = await TestApi.start(world.database.url)
    const there = `${await again.listen()}/api/events/updates?event_id=${event.id}`
    const late = await StreamReader.open(there, { 'last-event-id': before })
    await late.until((reader) => reader.messages.length === 2)
    expect(late.messages[0]?.data).toEqual({ type: 'reset' })
    expect(late.changes.map((change) => change.version)).toEqual([3])
    const inTime = await StreamReader.open(there, { 'last-event-id': last })
    await inTime.until((reader) => reader.messages.length === 1)
    expect(inTime.changes.map((change) => change.version)).toEqual([3])
    late.close()
    inTime.close()
    await again.stop()
  })

  it('sends the state of an event whose changes were deleted', async () => {
    const event = await api.event(owner)
    await api.webhook(statusMessage(event.id, 32, 'LIVE'))
    await world.database.db`
      update ticketing_changes set changed_at = now() - interval '25 hours' where event_id = ${event.id}`
    await deleteExpired(api.context)
    const address = api.app.server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const reader = await StreamReader.open(`http://127.0.0.1:${port}/api/events/updates?event_id=${event.id}`)
    await reader.until((each) => each.messages.length === 1)
    expect(reader.changes).toMatchObject([{ status: 'active', phase: 'on_sale', version: 1 }])
    reader.close()
  })

  it('deletes old deliveries but keeps the newest of each event, so that its repeat changes nothing', async () => {
    const event = await api.event(owner)
    const [older, newest] = [statusMessage(event.id, 33, 'DRAFT'), statusMessage(event.id, 33, 'LIVE')]
    await api.webhook(older)
    await api.webhook(newest)
    await world.database.db`
      update status_deliveries set received_at = now() - interval '73 hours' where event_id = ${event.id}`
    expect((await deleteExpired(api.context)).deliveries).toBeGreaterThanOrEqual(1)
    const before = (await api.app.inject(`/api/events/${event.id}`)).json()
    for (const message of [newest, older, newest]) expect((await api.webhook(message)).statusCode).toBe(200)
    expect((await api.app.inject(`/api/events/${event.id}`)).json()).toEqual(before)
  })

  it('stops', async () => {
    await startMaintenance(api.context).stop()
  })
})
