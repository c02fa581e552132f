import type { FlagState } from '@tuvens/contract'
import { defaultFlagState } from '@tuvens/platform/flags/evaluator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

const FLAG = 'ticket-picker'
const WITH_PICKER = 7
const WITHOUT = 8

let test: Harness
let next = 6_000
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hiEvents.faults.length = 0
  setFlag({ except_accounts: [WITHOUT] })
  test.context.flags.drain()
})

const setFlag = (state: Partial<FlagState>) =>
  test.context.flags.replace([{ ...defaultFlagState(FLAG), version: 3, ...state }])

async function eventOfAccount(account_id: number): Promise<FakeEvent> {
  const session = { account_id, email: `${account_id}@tuvens.test`, event: eventOf(String(next++)) }
  await new Visitor(test).land({ session_token: test.api.issueToken(session) })
  const event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [{ id: 1, title: 'General admission', price: 0, left: 50 }]
  event.status = 'LIVE'
  return event
}

const open = async (path: string, dest = 'iframe') => {
  const headers = { 'sec-fetch-dest': dest }
  const answer = await fetch(test.url + path, { headers, redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('location'), page: await answer.text() }
}

describe('the ticket picker', () => {
  it('is shown to the visitors of an account for which its flag is on', async () => {
    const event = await eventOfAccount(WITH_PICKER)
    expect((await open(`/embed/${event.id}`)).page).toContain('General admission')
  })

  it('leads a frame of another account to the widget of the ticket system', async () => {
    const event = await eventOfAccount(WITHOUT)
    const { status, page } = await open(`/embed/${event.id}?nonce=nonce-of-a-frame`)
    expect(status).toBe(200)
    expect(page).toContain(`href="${test.url}/widget/${event.id}"`)
    expect(page).toContain(test.context.assets.stock.path)
    expect(page).not.toContain('General admission')
  })

  it('leads there from the pages of other sites, too', async () => {
    const event = await eventOfAccount(WITHOUT)
    const path = `/embed/event/${next - 1}/tickets`
    expect((await open(path)).page).toContain(`href="${test.url}/widget/${event.id}"`)
    expect((await open(path, 'document')).location).toBe(`${test.url}/widget/${event.id}`)
  })

  it('leads a visitor who opens it by itself there at once', async () => {
    const event = await eventOfAccount(WITHOUT)
    const { status, location } = await open(`/embed/${event.id}`, 'document')
    expect([status, location]).toEqual([303, `${test.url}/widget/${event.id}`])
  })

  it('comes back for everyone as soon as the flag is on for everyone', async () => {
    const event = await eventOfAccount(WITHOUT)
    setFlag({})
    expect((await open(`/embed/${event.id}`)).page).toContain('General admission')
  })

  it('says of an event that is not linked that there are no tickets, whatever the flag', async () => {
    expect((await open('/embed/987654')).status).toBe(404)
  })
})

describe('what the flag of the picker counts', () => {
  it('is each path by its own pages', async () => {
    const events = [await eventOfAccount(WITH_PICKER), await eventOfAccount(WITHOUT)]
    test.context.flags.drain()
    for (const { id } of events) {
      await open(`/embed/${id}`)
      await open(`/widget/${id}`)
    }
    const counted = await until(() => {
      const outcomes = test.context.flags.drain()
      if (outcomes.length === 2) return outcomes
      test.context.flags.restore(outcomes)
      return null
    }, 'both paths')
    const row = { flag: FLAG, version: 3, calls: 1, failed: 0 }
    expect(counted).toMatchObject([
      { ...row, variant: 'on' },
      { ...row, variant: 'off' },
    ])
  })

  it('is a failure of the picker when it cannot use what the ticket system answers', async () => {
    const { id } = await eventOfAccount(WITH_PICKER)
    test.hiEvents.faults.push({ match: /^GET \/api\/public\/events\/\d+$/, kind: 'nonsense', times: 10 })
    expect((await open(`/embed/${id}`)).status).toBe(503)
    expect(test.context.flags.drain()).toMatchObject([{ variant: 'on', failed: 1, affected_accounts: [7] }])
  })

  it('is nothing while the ticket system is away', async () => {
    const { id } = await eventOfAccount(WITH_PICKER)
    test.hiEvents.faults.push({ match: /^GET \/api\/public\/events\/\d+$/, kind: 'cut', times: 10 })
    expect((await open(`/embed/${id}`)).status).toBe(503)
    expect(test.context.flags.drain()).toEqual([])
  })
})
