import { webhookBodySchema } from '@tuvens/contract'
import type { SeenRequest, TestServer } from '@tuvens/platform/test-support/http-server'
import { startTestServer } from '@tuvens/platform/test-support/http-server'
import type { Loop } from '@tuvens/platform/work'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { Value } from 'typebox/value'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, statusMessage, type TestUser, type TestWorld } from '../../test-support/api.ts'
import { startReceiver, TestEndpoint } from '../../test-support/webhooks.ts'
import { startSending } from './send.ts'

let world: TestWorld
let sending: Loop
let owner: TestUser
const receivers: TestServer[] = []
let hiEvent = 9_000

beforeAll(async () => {
  world = await startWorld({ WEBHOOKS_ALLOW_PRIVATE: 'true' })
})
afterAll(() => world.end())
beforeEach(async () => {
  owner = await world.api.person()
  sending = startSending(world.api.context)
})
afterEach(async () => {
  // Together: a receiver that holds an attempt would keep the sending from ending.
  await Promise.all([sending.stop(), ...receivers.splice(0).map((each) => each.stop())])
  await world.database.db`delete from webhook_endpoints`
})

async function setUp(statuses: number[] = [], event_types?: string[]) {
  const receiver = await startReceiver(...statuses)
  receivers.push(receiver)
  const endpoint = await TestEndpoint.create(world.api, owner, {
    url: `${receiver.url}/hook`,
    ...(event_types && { event_types }),
  })
  return { receiver, endpoint }
}
const typesOf = (seen: SeenRequest[]) => seen.map(({ body }) => (JSON.parse(body) as { type: string }).type)
const arrived = (receiver: TestServer, count: number) =>
  expect.poll(() => receiver.seen.length, { timeout: 60_000 }).toBe(count)
const verifiedBy = (secret: string, { headers, body }: SeenRequest) => {
  const given = headers as Record<string, string>
  new StandardWebhook(secret).verify(body, given)
  new SvixWebhook(secret).verify(body, given)
  return true
}

describe('a change of ticketing', () => {
  it('is told to the endpoints of its account, each change by a message of its schema', async () => {
    const { receiver } = await setUp()
    const event = await world.api.event(owner)
    await world.api.webhook(statusMessage(event.id, ++hiEvent, 'LIVE'))
    const soldOut = statusMessage(event.id, hiEvent, 'LIVE')
    await world.api.webhook({ ...soldOut, payload: { ...soldOut.payload, sales: 'sold_out' } })
    await world.api.as(owner, { method: 'DELETE', url: `/api/cross-app/links/${event.id}` })
    await arrived(receiver, 6)
    expect(typesOf(receiver.seen).toSorted()).toEqual([
      'link.created',
      'link.removed',
      'sales.status_changed',
      'sales.status_changed',
      'ticketing.status_changed',
      'ticketing.status_changed',
    ])
    for (const { body } of receiver.seen) {
      const parsed = JSON.parse(body) as { type: 'link.created'; data: { event_id: string } }
      expect(Value.Errors(webhookBodySchema(parsed.type), parsed)).toEqual([])
      expect(parsed.data.event_id).toBe(event.id)
    }
  })

  it('is told with the data that the API answers', async () => {
    const { receiver } = await setUp([], ['ticketing.status_changed'])
    const event = await world.api.event(owner)
    await world.api.webhook(statusMessage(event.id, ++hiEvent, 'LIVE'))
    await arrived(receiver, 1)
    const { data } = JSON.parse(receiver.seen[0]?.body ?? '') as { data: object }
    const shown = (await world.api.app.inject(`/api/events/${event.id}`)).json<Record<string, unknown>>()
    const { ticketing_status, ticketing_phase, ticketing_version, hi_events_event_id, widget_url } = shown
    expect(data).toMatchObject({
      account_id: owner.accountId,
      event_id: event.id,
      ticketing_status,
      ticketing_phase,
      ticketing_version,
      hi_events_event_id,
      widget_url,
    })
  })

  it('is told to no other account, and to no endpoint that chose other types or is disabled', async () => {
    const stranger = await world.api.person()
    const other = await startReceiver()
    receivers.push(other)
    await TestEndpoint.create(world.api, stranger, { url: other.url })
    const { receiver: links } = await setUp([], ['link.created'])
    const { receiver: silent, endpoint } = await setUp()
    await endpoint.call('PATCH', '', { is_enabled: false })
    const event = await world.api.event(owner)
    await world.api.webhook(statusMessage(event.id, ++hiEvent, 'LIVE'))
    await arrived(links, 1)
    expect(typesOf(links.seen)).toEqual(['link.created'])
    expect([other.seen, silent.seen, await endpoint.messages()]).toEqual([[], [], []])
  })

  it('is told only when it is stored', async () => {
    const { endpoint } = await setUp()
    const event = await world.api.event(owner)
    await world.api.webhook(statusMessage(event.id, ++hiEvent, 'LIVE'))
    const before = await endpoint.messages()
    // Another event claims the same Hi.Events event: refused.
    const second = await world.api.event(owner)
    const refused = await world.api.webhook(statusMessage(second.id, hiEvent, 'DRAFT'))
    expect(refused.statusCode).toBe(409)
    expect(await endpoint.messages()).toHaveLength(before.length)
  })
})

describe('a message', () => {
  it('is verified by the libraries of Standard Webhooks and Svix', async () => {
    const { receiver, endpoint } = await setUp()
    const id = await endpoint.test()
    await endpoint.until(id, 'delivered')
    const [seen] = receiver.seen as [SeenRequest]
    expect(seen.headers['webhook-id']).toBe(id)
    expect(verifiedBy(endpoint.secret, seen)).toBe(true)
    expect(() => verifiedBy(`whsec_${Buffer.alloc(32).toString('base64')}`, seen)).toThrow()
  })

  it('is signed with both secrets while one is rotated, then with the new one only', async () => {
    const { receiver, endpoint } = await setUp()
    const rotated = (await endpoint.call('POST', '/rotate')).json<{ secret: string }>()
    await endpoint.until(await endpoint.test(), 'delivered')
    const [both] = receiver.seen as [SeenRequest]
    for (const secret of [endpoint.secret, rotated.secret]) expect(verifiedBy(secret, both)).toBe(true)
    // Another rotation would end the secret that the receiver still has.
    const again = await endpoint.call('POST', '/rotate')
    expect([again.statusCode, again.json()]).toMatchObject([422, { code: 'BUSINESS_RULE' }])
    await world.database.db`update webhook_endpoints set old_secret_expires_at = now()`
    await endpoint.until(await endpoint.test(), 'delivered')
    const [, one] = receiver.seen as [SeenRequest, SeenRequest]
    expect(verifiedBy(rotated.secret, one)).toBe(true)
    expect(() => verifiedBy(endpoint.secret, one)).toThrow()
  })

  it('is tried again by the schedule with the same id, until the receiver takes it', async () => {
    const { receiver, endpoint } = await setUp([500, 503])
    const id = await endpoint.test()
    const { message } = await endpoint.until(id, 'waiting')
    const pauseMs = Date.parse(message.next_attempt_at ?? '') - Date.now()
    expect(pauseMs).toBeGreaterThan(0)
    expect(pauseMs).toBeLessThanOrEqual(5_500)
    await endpoint.skipPause()
    await endpoint.until(id, 'waiting', 2)
    await endpoint.skipPause()
    const { attempts } = await endpoint.until(id, 'delivered', 3)
    expect(attempts.map(({ status }) => status)).toEqual([204, 503, 500])
    expect(new Set(receiver.seen.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]))
  })

  it('is failed after its last attempt, and is sent again when somebody asks for it', async () => {
    const { endpoint } = await setUp(Array.from({ length: 10 }, () => 500))
    const id = await endpoint.test()
    for (let attempt = 1; attempt < 10; attempt++) {
      await endpoint.until(id, 'waiting', attempt)
      await endpoint.skipPause()
    }
    await endpoint.until(id, 'failed', 10)
    expect((await endpoint.call('POST', `/messages/${id}/replay`)).statusCode).toBe(204)
    await endpoint.until(id, 'delivered', 11)
  })

  it('leads to no redirect, and its log shows the answer of a receiver without secrets', async () => {
    const inside = await startReceiver()
    const receiver = await startTestServer((_, response) =>
      response
        .writeHead(302, { location: inside.url })
        .end(`Authorization: Bearer abc.def ada@example.com \0${'x'.repeat(9_000)}`),
    )
    receivers.push(inside, receiver)
    const endpoint = await TestEndpoint.create(world.api, owner, { url: receiver.url })
    const { attempts } = await endpoint.until(await endpoint.test(), 'waiting')
    expect([attempts[0]?.outcome, inside.seen]).toEqual(['redirected', []])
    expect(attempts[0]?.response).not.toMatch(/abc\.def|ada@/)
    expect(attempts[0]?.response?.length).toBeLessThanOrEqual(1_000)
  })

  it('waits longer when the receiver asks for it', async () => {
    const receiver = await startTestServer((_, response) =>
      response.writeHead(429, { 'retry-after': '3600' }).end(),
    )
    receivers.push(receiver)
    const endpoint = await TestEndpoint.create(world.api, owner, { url: receiver.url })
    const { message } = await endpoint.until(await endpoint.test(), 'waiting')
    expect(Date.parse(message.next_attempt_at ?? '') - Date.now()).toBeGreaterThan(3_000_000)
  })
})

describe('an endpoint', () => {
  it('that answers 410 is disabled at once, and the owner is written to', async () => {
    const { endpoint } = await setUp([410])
    await endpoint.test()
    const reason = async () => (await endpoint.read()).disabled_reason
    await expect.poll(reason, { timeout: 60_000 }).toBe('gone')
    const mails = () => world.api.mailsTo(owner.email)
    await expect.poll(async () => (await mails()).length, { timeout: 60_000 }).toBe(1)
    const [mail] = await mails()
    expect([mail?.subject, mail?.text]).toEqual([
      'A webhook endpoint was disabled',
      expect.stringContaining('/team/webhooks'),
    ])
    await endpoint.call('PATCH', '', { is_enabled: true })
    await expect
      .poll(async () => (await endpoint.messages())[0]?.state, { timeout: 60_000 })
      .toBe('delivered')
  })

  it('that fails for five days is disabled; one success in between starts them again', async () => {
    const { endpoint } = await setUp([500, 204, 500, 500])
    const age = (days: number) => world.database.db`
      update webhook_endpoints set failing_since = now() - ${days}::integer * interval '1 day' where failing_since is not null`
    const id = await endpoint.test()
    await endpoint.until(id, 'waiting')
    await age(6)
    await endpoint.skipPause()
    await endpoint.until(id, 'delivered', 2)
    expect(await endpoint.read()).toMatchObject({ failing_since: null, disabled_reason: null })
    const next = await endpoint.test()
    await endpoint.until(next, 'waiting')
    await age(5)
    await endpoint.skipPause()
    await endpoint.until(next, 'waiting', 2)
    expect(await endpoint.read()).toMatchObject({ disabled_reason: 'failing' })
  })

  it('is not disabled by two failures with days of silence between them', async () => {
    const { endpoint } = await setUp([500, 500])
    const id = await endpoint.test()
    await endpoint.until(id, 'waiting')
    await world.database.db`update webhook_endpoints
      set failing_since = now() - interval '20 days', last_failed_at = now() - interval '20 days'`
    await endpoint.skipPause()
    await endpoint.until(id, 'waiting', 2)
    expect(await endpoint.read()).toMatchObject({ disabled_reason: null })
  })

  it('that hangs holds up no other', async () => {
    // At one origin, as those of customers of one service are.
    const receiver = await startTestServer(({ url }, response) => url === '/hang' || response.end())
    receivers.push(receiver)
    const slow = await TestEndpoint.create(world.api, owner, { url: `${receiver.url}/hang` })
    await Promise.all(Array.from({ length: 60 }, () => slow.test()))
    const hanging = () => receiver.seen.filter(({ url }) => url === '/hang').length
    await expect.poll(hanging, { timeout: 60_000 }).toBeGreaterThan(0)
    const others = await Promise.all(
      Array.from({ length: 10 }, () => TestEndpoint.create(world.api, owner, { url: `${receiver.url}/ok` })),
    )
    const ids = await Promise.all(others.map((endpoint) => endpoint.test()))
    await Promise.all(others.map((endpoint, index) => endpoint.until(ids[index] ?? '', 'delivered')))
    // It has its few places at once, and no more.
    expect(hanging()).toBeLessThanOrEqual(4)
    expect((await slow.read()).waiting).toBe(60)
  })

  it('leaves places to other accounts, however many of one answer slowly', async () => {
    const held: (() => void)[] = []
    const receiver = await startTestServer(({ url }, response) => {
      if (url === '/slow') held.push(() => response.end())
      else response.end()
    })
    receivers.push(receiver)
    const slow = await Promise.all(
      Array.from({ length: 17 }, () =>
        TestEndpoint.create(world.api, owner, { url: `${receiver.url}/slow` }),
      ),
    )
    await Promise.all(slow.flatMap((endpoint) => Array.from({ length: 4 }, () => endpoint.test())))
    await expect.poll(() => held.length, { timeout: 60_000 }).toBe(16)
    const other = await TestEndpoint.create(world.api, await world.api.person(), {
      url: `${receiver.url}/ok`,
    })
    await other.until(await other.test(), 'delivered')
    expect(held).toHaveLength(16)
    for (const release of held) release()
    await expect.poll(() => held.length, { timeout: 60_000 }).toBeGreaterThan(16)
  })

  it('goes on beside others of its account that fail', async () => {
    const held: unknown[] = []
    const receiver = await startTestServer(({ url }, response) =>
      url === '/hang' ? held.push(url) : response.end(),
    )
    receivers.push(receiver)
    const create = (path: string) => TestEndpoint.create(world.api, owner, { url: receiver.url + path })
    await sending.stop()
    const failing = await Promise.all(Array.from({ length: 17 }, () => create('/hang')))
    await world.database.db`update webhook_endpoints set failing_since = now(), last_failed_at = now()`
    await Promise.all(failing.map((endpoint) => endpoint.test()))
    const working = await create('/ok')
    const id = await working.test()
    sending = startSending(world.api.context)
    await working.until(id, 'delivered')
    await expect.poll(() => held.length, { timeout: 60_000 }).toBe(8)
  })
})
