import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  HOST,
  type TestUser,
  SECRET,
  startWorld,
  statusMessage,
  TestApi,
  type TestWorld,
} from '../../test-support/api.ts'

describe('the audit log (A8)', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  let eventId: string
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    owner = await api.person()
    eventId = (await api.event(owner)).id
  })
  afterAll(() => world.end())

  const entries = async (requestId: string) => {
    const found = () => world.database.db`
      select operation, outcome, actor, user_id, account_id, event_id, address, note from audit_log
      where request_id = ${requestId}`
    await expect.poll(async () => (await found()).length).toBeGreaterThan(0)
    return found()
  }
  const headers = (id: string) => ({ 'x-request-id': id })

  it('records who issued a session, for what and from where', async () => {
    await api.as(owner, {
      method: 'POST',
      url: '/api/cross-app/generate-session',
      payload: { event_id: eventId },
      headers: headers('audit-mint'),
      remoteAddress: '192.0.2.7',
    })
    expect(await entries('audit-mint')).toEqual([
      {
        operation: 'generate-session',
        outcome: 'ok',
        actor: `user:${owner.id}`,
        user_id: owner.id,
        account_id: String(owner.accountId),
        event_id: eventId,
        address: '192.0.2.7',
        note: null,
      },
    ])
  })

  it('records refusals with their error code', async () => {
    const stranger = await api.person()
    const payload = { account_id: owner.accountId }
    const url = '/api/cross-app/generate-session'
    await api.as(stranger, { method: 'POST', url, payload, headers: headers('audit-denied') })
    expect(await entries('audit-denied')).toMatchObject([{ outcome: 'NOT_A_MEMBER', user_id: stranger.id }])
    const unknown = { session_token: 'u'.repeat(43) }
    const validate = '/api/cross-app/validate-session'
    await api.signed({ method: 'POST', url: validate, payload: unknown, headers: headers('audit-unknown') })
    expect(await entries('audit-unknown')).toMatchObject([
      { operation: 'validate-session', outcome: 'SESSION_NOT_FOUND', actor: 'service', user_id: null },
    ])
  })

  it('records every call that uses a session', async () => {
    const token = await api.session(owner, { event_id: eventId })
    const body = { session_token: token }
    const post = (url: string, payload: object, id: string) =>
      api.signed({ method: 'POST', url: `/api/cross-app/${url}`, payload, headers: headers(id) })
    await post('validate-session', body, 'audit-validate')
    await api.signed({
      method: 'GET',
      url: `/api/cross-app/user-accounts?session_token=${token}`,
      headers: headers('audit-accounts'),
    })
    await post('validate-permission', { ...body, permission: 'manage_members' }, 'audit-permission')
    const link = {
      hi_events_event_id: 3,
      event_url: 'http://x.example',
      widget_url: 'http://x.example',
      manage_url: 'http://x.example',
    }
    await api.signed({
      method: 'PUT',
      url: `/api/cross-app/links/${eventId}`,
      payload: { ...body, ...link },
      headers: headers('audit-link'),
    })
    await api.as(owner, {
      method: 'DELETE',
      url: `/api/cross-app/links/${eventId}`,
      headers: headers('audit-unlink'),
    })
    await post('revoke-session', body, 'audit-revoke')
    for (const [id, operation, note] of [
      ['audit-validate', 'validate-session', null],
      ['audit-accounts', 'user-accounts', null],
      ['audit-permission', 'validate-permission', 'manage_members: granted'],
      ['audit-link', 'link', null],
      ['audit-unlink', 'unlink', null],
      ['audit-revoke', 'revoke-session', 'revoked'],
    ] as const) {
      expect(await entries(id)).toMatchObject([{ operation, outcome: 'ok', user_id: owner.id, note }])
    }
  })

  it('records failed sign-ins', async () => {
    const payload = { email: 'nobody@example.com', password: 'wrong password' }
    await api.app.inject({ method: 'POST', url: '/api/auth/login', payload, headers: headers('audit-login') })
    expect(await entries('audit-login')).toMatchObject([
      { operation: 'login', outcome: 'INVALID_CREDENTIALS', actor: 'anyone' },
    ])
  })

  it('records the outcome of each webhook except forged ones', async () => {
    const event = await api.event(owner)
    await api.webhook(statusMessage(event.id, 71, 'LIVE'))
    await api.webhook(statusMessage(event.id, 72, 'LIVE'))
    await api.webhook(statusMessage('999999999', 73, 'LIVE'))
    await api.webhook(statusMessage(event.id, 74, 'FORGED'), 'not-the-shared-secret')
    const found = () => world.database.db`
      select outcome, event_id, note from audit_log where operation = 'status-webhook' order by id`
    await expect.poll(found).toEqual([
      { outcome: 'ok', event_id: event.id, note: 'LIVE: applied' },
      { outcome: 'LINK_CONFLICT', event_id: event.id, note: 'LIVE of Hi.Events event 72' },
      { outcome: 'EVENT_NOT_FOUND', event_id: '999999999', note: 'LIVE of Hi.Events event 73' },
    ])
  })

  it('writes all queued rows when the process stops', async () => {
    const node = await TestApi.start(world.database.url)
    const calls = Array.from({ length: 40 }, (_, at) => {
      const payload = { email: `nobody-${at}@example.com`, password: 'x' }
      return node.app.inject({
        method: 'POST',
        url: '/api/auth/login',
        payload,
        headers: { ...headers('audit-stop'), host: HOST },
        remoteAddress: `192.0.2.${at}`,
      })
    })
    await Promise.all(calls)
    await node.stop()
    const [row] = await world.database.db`
      select count(*)::int as n from audit_log where request_id = 'audit-stop'`
    expect(row?.['n']).toBe(40)
  })

  it('keeps rows queued while they cannot be written, and writes them later', async () => {
    const node = await TestApi.start(world.database.url)
    await world.database.db`alter table audit_log rename to audit_log_away`
    const entry = {
      operation: 'test',
      outcome: 'ok',
      actor: 'test',
      requestId: 'audit-away',
      address: '',
    } as const
    node.context.audit.record(entry)
    await new Promise((resolve) => setTimeout(resolve, 150))
    await world.database.db`alter table audit_log_away rename to audit_log`
    expect(await entries('audit-away')).toHaveLength(1)
    await node.stop()
  })

  it('contains no token, secret or password', async () => {
    const [row] = await world.database.db<{ text: string }[]>`
      select string_agg(a::text, ' ') as text from audit_log a`
    for (const secret of [SECRET, owner.token, 'wrong password']) expect(row?.text).not.toContain(secret)
    expect(row?.text).not.toMatch(/[A-Za-z0-9_-]{43}/)
  })
})
