import { API_ROUTES, MAX_WEBHOOK_ENDPOINTS, type WebhookEventTypeList } from '@tuvens/contract'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  SEED,
  startWorld,
  statusMessage,
  TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'
import { TestEndpoint } from '../../test-support/webhooks.ts'
import { deleteExpired } from '../maintenance/delete-expired.ts'
import { replayWindow } from './log-store.ts'
import { disableOverflowing } from './message-store.ts'
import { resealSigningSecrets } from './reseal.ts'
import { openSigningSecret } from './signing-secret.ts'

const URL_OF_HOOK = 'https://hooks.example.com/tuvens'
let world: TestWorld
let owner: TestUser
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.end())
beforeEach(async () => {
  owner = await world.api.person()
})

const create = (payload: object) =>
  world.api.as(owner, {
    method: 'POST',
    url: API_ROUTES.createWebhookEndpoint.path.replace(':account_id', String(owner.accountId)),
    payload,
  })
const newEndpoint = () => TestEndpoint.create(world.api, owner, { url: URL_OF_HOOK })

describe('a webhook endpoint', () => {
  it('shows its signing secret once, and stores it encrypted', async () => {
    const answer = (await create({ url: URL_OF_HOOK })).json<{ endpoint: { id: string }; secret: string }>()
    expect(answer.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const listed = await world.api.as(owner, {
      method: 'GET',
      url: `/api/accounts/${owner.accountId}/webhook-endpoints`,
    })
    expect(listed.body).not.toContain('whsec_')
    expect(listed.json()).toMatchObject({ endpoints: [{ id: answer.endpoint.id, url: URL_OF_HOOK }] })
    const [row] = await world.database.db<{ secret: Buffer }[]>`
      select secret from webhook_endpoints where id = ${answer.endpoint.id}`
    expect(row?.secret.toString('latin1')).not.toContain('whsec_')
    expect(openSigningSecret(world.api.context.secrets, row?.secret ?? Buffer.alloc(0))).toBe(answer.secret)
  })

  it.each([
    'http://hooks.example.com/',
    'https://user:password@hooks.example.com/',
    'https://hooks.example.com:25/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
    'https://intranet/',
    'https://db.internal/',
  ])('cannot be at %s', async (url) => {
    const answer = await create({ url })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, 'ENDPOINT_ADDRESS'])
  })

  it.each(['javascript:alert(1)', 'ftp://hooks.example.com/', 'nowhere'])(
    'needs a web address, not %s',
    async (url) => {
      expect((await create({ url })).json()).toMatchObject({ code: 'VALIDATION_ERROR' })
    },
  )

  it('is one of a few of its account, also when many are created at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: MAX_WEBHOOK_ENDPOINTS + 5 }, () => create({ url: URL_OF_HOOK })),
    )
    const created = answers.filter(({ statusCode }) => statusCode === 201)
    expect(created).toHaveLength(MAX_WEBHOOK_ENDPOINTS)
    expect((await create({ url: URL_OF_HOOK })).json()).toMatchObject({ code: 'BUSINESS_RULE' })
  })

  it('is changed, disabled, enabled and deleted', async () => {
    const endpoint = await newEndpoint()
    const change = { description: 'Orders', event_types: ['link.created'], is_enabled: false }
    await endpoint.call('PATCH', '', change)
    expect(await endpoint.read()).toMatchObject({
      description: 'Orders',
      event_types: ['link.created'],
      disabled_reason: 'person',
    })
    expect((await endpoint.call('POST', '/test')).json()).toMatchObject({ code: 'BUSINESS_RULE' })
    await endpoint.call('PATCH', '', { is_enabled: true, event_types: [] })
    expect(await endpoint.read()).toMatchObject({ disabled_at: null, event_types: [], description: 'Orders' })
    expect((await endpoint.call('PATCH', '', { url: 'https://10.0.0.1/' })).statusCode).toBe(422)
    for (const _twice of [1, 2]) expect((await endpoint.call('DELETE')).statusCode).toBe(204)
    expect((await endpoint.call('GET')).json()).toMatchObject({ code: 'ENDPOINT_NOT_FOUND' })
  })

  it('of another account is not found, whatever is asked of it', async () => {
    const theirs = await newEndpoint()
    const stranger = await world.api.person()
    const base = `/api/accounts/${stranger.accountId}/webhook-endpoints/${theirs.id}`
    const id = await theirs.test()
    for (const [method, path, payload] of [
      ['GET', ''],
      ['PATCH', '', { description: 'mine' }],
      ['POST', '/rotate'],
      ['POST', '/test'],
      ['GET', '/messages'],
      ['GET', `/messages/${id}`],
      ['POST', `/messages/${id}/replay`],
      ['POST', '/replay', { from: '2020-01-01T00:00:00.000Z', to: '2040-01-01T00:00:00.000Z', only: 'all' }],
    ] as const) {
      const answer = await world.api.as(stranger, { method, url: base + path, ...(payload && { payload }) })
      expect([path, answer.json<{ code: string }>().code]).toEqual([path, 'ENDPOINT_NOT_FOUND'])
    }
    await world.api.as(stranger, { method: 'DELETE', url: base })
    expect((await theirs.read()).id).toBe(theirs.id)
  })

  it('is disabled when too many messages wait for it', async () => {
    const endpoint = await newEndpoint()
    for (let sent = 0; sent < 3; sent++) await endpoint.test()
    expect(await disableOverflowing(world.database.db, 3)).toBe(0)
    expect(await disableOverflowing(world.database.db, 2)).toBe(1)
    expect(await endpoint.read()).toMatchObject({ disabled_reason: 'overflow', waiting: 3 })
  })

  it('has its secret encrypted again with the first signing key', async () => {
    const endpoint = await newEndpoint()
    await endpoint.call('POST', '/rotate')
    const next = randomBytes(32).toString('base64url')
    const api = await TestApi.start(world.database.url, { AUTH_SIGNING_KEYS: `${next},${SEED}` })
    await resealSigningSecrets(api.context)
    await api.stop()
    const [row] = await world.database.db<{ secret: Buffer; old_secret: Buffer }[]>`
      select secret, old_secret from webhook_endpoints where id = ${endpoint.id}`
    const secrets = { ...world.api.context.secrets, signingKeys: [Buffer.from(next, 'base64url')] }
    expect(openSigningSecret(secrets, row?.old_secret ?? Buffer.alloc(0))).toBe(endpoint.secret)
    expect(openSigningSecret(secrets, row?.secret ?? Buffer.alloc(0))).toMatch(/^whsec_/)
  })
})

describe('the delivery log of an endpoint', () => {
  const settle = (id: string, state: string) =>
    world.database.db`update webhook_messages set state = ${state} where message_id = ${id}`

  it('is read by pages and by state', async () => {
    const endpoint = await newEndpoint()
    const ids: string[] = []
    for (let sent = 0; sent < 3; sent++) ids.push(await endpoint.test())
    await settle(ids[0] ?? '', 'failed')
    expect((await endpoint.messages()).map(({ id }) => id)).toEqual(ids.toReversed())
    expect((await endpoint.messages('?state=failed')).map(({ id }) => id)).toEqual(ids.slice(0, 1))
    const { body, message } = await endpoint.details(ids[0] ?? '')
    expect([message.next_attempt_at, JSON.parse(body)]).toMatchObject([null, { type: 'endpoint.test' }])
  })

  it('lets the failed messages of a window be sent again, or all of them', async () => {
    const endpoint = await newEndpoint()
    const [failed, delivered, old] = [await endpoint.test(), await endpoint.test(), await endpoint.test()]
    await settle(failed, 'failed')
    await settle(delivered, 'delivered')
    await settle(old, 'failed')
    await world.database.db`
      update webhook_messages set created_at = now() - interval '9 days' where message_id = ${old}`
    const day = 86_400_000
    const window = {
      from: new Date(Date.now() - day).toISOString(),
      to: new Date(Date.now() + day).toISOString(),
    }
    const replay = async (only: string) =>
      (await endpoint.call('POST', '/replay', { ...window, only })).json()
    expect(await replay('failed')).toEqual({ replayed: 1 })
    await settle(failed, 'delivered')
    expect(await replay('all')).toEqual({ replayed: 2 })
    expect((await endpoint.messages('?state=waiting')).map(({ id }) => id).toSorted()).toEqual(
      [failed, delivered].toSorted(),
    )
  })

  it('sends nothing again while it is disabled, and says so', async () => {
    const endpoint = await newEndpoint()
    const id = await endpoint.test()
    await settle(id, 'failed')
    await endpoint.call('PATCH', '', { is_enabled: false })
    const window = { from: '2020-01-01T00:00:00.000Z', to: '2040-01-01T00:00:00.000Z', only: 'all' }
    for (const response of [
      await endpoint.call('POST', `/messages/${id}/replay`),
      await endpoint.call('POST', '/replay', window),
    ]) {
      expect(response.statusCode).toBe(422)
      expect(response.json()).toMatchObject({ message: expect.stringMatching(/enable the endpoint/i) })
    }
    expect((await endpoint.messages()).map(({ state }) => state)).toEqual(['failed'])
  })

  it('sends no more again than may wait', async () => {
    const endpoint = await newEndpoint()
    const [row] = await world.database.db`select id from webhook_endpoints order by id desc limit 1`
    for (const state of ['failed', 'failed', 'failed', 'waiting']) {
      const id = await endpoint.test()
      if (state === 'failed') await settle(id, 'failed')
    }
    const window = {
      from: '2020-01-01T00:00:00.000Z',
      to: '2040-01-01T00:00:00.000Z',
      only: 'failed' as const,
    }
    const replay = () => replayWindow(world.database.db, row?.id, { ...window, max: 10, maxWaiting: 3 })
    expect([await replay(), await replay()]).toEqual([2, 0])
  })

  it('forgets messages after the days of the settings, but none that is still tried', async () => {
    const endpoint = await newEndpoint()
    const [done, waiting] = [await endpoint.test(), await endpoint.test()]
    await settle(done, 'delivered')
    await world.database.db`update webhook_messages set created_at = now() - interval '31 days'`
    await deleteExpired(world.api.context)
    expect((await endpoint.messages()).map(({ id }) => id)).toEqual([waiting])
    await endpoint.call('PATCH', '', { is_enabled: false })
    await deleteExpired(world.api.context)
    expect(await endpoint.messages()).toEqual([])
  })
})

it('goes with the account', async () => {
  await newEndpoint()
  const event = await world.api.event(owner)
  await world.api.webhook(statusMessage(event.id, 8_123, 'LIVE'))
  await world.database.db`delete from accounts where id = ${owner.accountId}`
  const [left] = await world.database.db`
    select from webhook_endpoints where account_id = ${owner.accountId}`
  expect(left).toBeUndefined()
})

it('lists the types of messages with their schemas', async () => {
  const { event_types } = (
    await world.api.app.inject('/api/webhook-event-types')
  ).json<WebhookEventTypeList>()
  expect(event_types.map(({ type }) => type)).toContain('ticketing.status_changed')
  for (const { schema, type, version } of event_types)
    expect(schema).toMatchObject({ $id: `urn:tuvens:webhook:${type}:v${version}`, type: 'object' })
})
