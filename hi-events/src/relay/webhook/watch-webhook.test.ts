import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { watchWebhook } from './watch-webhook.ts'

let test: Harness
let account = 500
let ahead = 0
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness({
    withLoops: true,
    env: { WEBHOOK_CHECK_MS: '500' },
    overrides: { clock: { now: () => Date.now() + ahead } },
  })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  ahead = 0
  account++
  const person = { account_id: account, email: `person-${account}@tuvens.test` }
  await new Visitor(test).land({
    session_token: test.api.issueToken({ ...person, event: eventOf(String(account)) }),
  })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
})

const hooks = () => test.hiEvents.world.webhooks.filter((each) => each.organizerId === event.organizerId)
const hook = () => hooks()[0]
const pause = () => {
  const [found] = hooks()
  if (found) found.status = 'PAUSED'
}
const remove = () => {
  const { world } = test.hiEvents
  world.webhooks = world.webhooks.filter((each) => each.organizerId !== event.organizerId)
}
const row = async () =>
  (await test.database.db`select * from accounts where tuvens_account_id = ${account}`)[0]
const said = async () => (await row())?.['webhook_error'] as string | null
/** What the sweep does by itself some seconds later. */
const watch = () => watchWebhook(test.context, account)
const isTold = (status: string) =>
  until(() => {
    const own = test.api.statuses.filter((each) => each.payload.tuvens_event_id === String(account))
    return own.at(-1)?.payload.status === status
  }, status)

describe('a webhook that was', () => {
  it('deleted is created again by the sweep, with a new secret', async () => {
    const before = hook()
    remove()
    await until(() => hook() !== undefined, 'the new webhook')
    expect(hook()).toMatchObject({ url: before?.url, event_types: before?.event_types, status: 'ENABLED' })
    expect(hook()?.secret).not.toBe(before?.secret)
    await until(async () => (await row())?.['webhook_id'] === String(hook()?.id), 'its id')
    event.status = 'LIVE'
    expect(await test.hiEvents.deliver(event, 'event.updated')).toEqual([200])
    await isTold('LIVE')
    expect(await said()).toBeNull()
  })

  it('paused is enabled again by the sweep and keeps its secret', async () => {
    const before = hook()?.secret
    pause()
    await until(() => hook()?.status === 'ENABLED', 'ENABLED')
    expect([hook()?.secret, await said()]).toEqual([before, null])
    expect(await test.hiEvents.deliver(event, 'event.updated')).toEqual([200])
  })

  it('paused again within a day stays paused, and the error text explains the effect', async () => {
    pause()
    await until(() => hook()?.status === 'ENABLED', 'ENABLED')
    pause()
    await until(said, 'words')
    await watch()
    expect(hook()?.status).toBe('PAUSED')
    expect(await said()).toMatch(/paused our webhook.*switch it on there/)
    ahead = 25 * 60 * 60 * 1000
    await watch()
    expect([hook()?.status, await said()]).toEqual(['ENABLED', null])
  })

  it('changed is changed back', async () => {
    const before = { ...hook() }
    const [found] = hooks()
    if (found) Object.assign(found, { url: 'http://elsewhere.test/x', event_types: ['order.created'] })
    await watch()
    expect(hook()).toEqual(before)
    expect(hooks()).toHaveLength(1)
  })

  it('changed back and then paused for the first time is enabled again', async () => {
    const [found] = hooks()
    if (found) found.event_types = ['order.created']
    await watch()
    expect(hook()?.event_types).not.toEqual(['order.created'])
    pause()
    await watch()
    expect([hook()?.status, await said()]).toEqual(['ENABLED', null])
  })

  it('created by somebody else for the same organizer is not changed', async () => {
    const other = { ...hook(), id: 99_999, url: 'http://elsewhere.test/their-own', status: 'PAUSED' }
    test.hiEvents.world.webhooks.push(other as never)
    await watch()
    expect(test.hiEvents.world.webhooks.find((each) => each.id === 99_999)).toEqual(other)
  })
})

describe('a webhook that cannot be repaired', () => {
  it('because our address is refused has an error text, and is created once the address is accepted', async () => {
    remove()
    const { config } = test.context
    config.webhookUrl = 'http://10.0.0.1'
    await watch()
    expect(await said()).toBe(
      'Hi.Events does not take our webhook address. It says: The url cannot point to private or internal IP addresses.',
    )
    config.webhookUrl = test.url
    await until(() => hook() !== undefined, 'the webhook')
    await until(async () => (await said()) === null, 'no words')
  })

  it('because we may not read it has an error text', async () => {
    // The sweep watches too, and must not use up the only failure.
    test.hiEvents.faults.push({ match: /webhooks$/, kind: 'error', value: 403, times: 1_000 })
    await watch()
    expect(await said()).toBe('Hi.Events does not let us see to our webhook. It says: Server Error')
    test.hiEvents.faults.length = 0
    await watch()
    expect(await said()).toBeNull()
  })

  it('because Hi.Events cannot reach us has an error text with the recorded response', async () => {
    const [found] = hooks()
    const last_triggered_at = new Date().toISOString().slice(0, 19).replace('T', ' ')
    Object.assign(found ?? {}, { last_triggered_at, last_response_code: 502 })
    await watch()
    expect(await said()).toMatch(/could not deliver.*the answer was 502/)
    Object.assign(found ?? {}, { last_response_code: 0 })
    await watch()
    expect(await said()).toMatch(/could not deliver.*there was no answer/)
    Object.assign(found ?? {}, { last_response_code: 200 })
    await watch()
    expect(await said()).toBeNull()
    Object.assign(found ?? {}, { last_response_code: 502 })
    ahead = 61 * 60 * 1000
    await watch()
    expect(await said()).toBeNull()
  })

  it.each(['error', 'html', 'nonsense'] as const)(
    'because the ticket system responds with %s is left for later, and nothing is created twice',
    async (kind) => {
      test.hiEvents.faults.push({ match: /webhooks$/, kind, times: 1 })
      await watch().catch(() => {})
      await watch()
      expect(hooks()).toHaveLength(1)
      expect(await said()).toBeNull()
    },
  )

  it.each([/^POST .*webhooks$/, /^DELETE .*webhooks/, /^PUT .*webhooks/])(
    'because the response to %s is lost is repaired the next time, without a second webhook',
    async (match) => {
      if (match.source.includes('PUT')) pause()
      else await test.database.db`update accounts set webhook_id = 1 where tuvens_account_id = ${account}`
      test.hiEvents.faults.push({ match, kind: 'lost', times: 1 })
      await watch().catch(() => {})
      await watch()
      expect(hooks()).toHaveLength(1)
      expect(hook()).toMatchObject({ status: 'ENABLED' })
      expect(await row()).toMatchObject({ webhook_id: String(hook()?.id), webhook_error: null })
      expect(await test.hiEvents.deliver(event, 'event.updated')).toEqual([200])
    },
  )

  it('because no key opens its secret is replaced', async () => {
    await test.database.db`
      update accounts set webhook_secret = '\\x01deadbeef' where tuvens_account_id = ${account}`
    await watch()
    expect(hooks()).toHaveLength(1)
    // Webhook owners are cached for a second.
    await until(async () => (await test.hiEvents.deliver(event, 'event.updated'))[0] === 200, '200')
  })
})

describe('nodes that check a deleted webhook at once', () => {
  it('create it only once', async () => {
    remove()
    await Promise.all([watch(), watch(), watch()])
    expect(hooks()).toHaveLength(1)
    expect(await test.hiEvents.deliver(event, 'event.updated')).toEqual([200])
  })
})

describe('a webhook that was deleted just after it was checked', () => {
  it('is created again by the sweep that finds what no webhook told', async () => {
    const slow = await startHarness({ withLoops: true, env: { WEBHOOK_CHECK_MS: '3600000' } })
    try {
      await new Visitor(slow).land({ session_token: slow.api.issueToken({ event: eventOf('11') }) })
      const { world } = slow.hiEvents
      const [deleted] = world.webhooks.splice(0)
      const [published] = world.events
      if (published !== undefined) published.status = 'LIVE'
      await until(() => world.webhooks[0] !== undefined, 'the new webhook')
      expect(world.webhooks[0]?.url).toBe(deleted?.url)
    } finally {
      await slow.stop()
    }
  })
})
