import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
let event: FakeEvent | undefined
let next = 4500
/** Moved by the tests only: on a slow machine, a read stays as fresh as on a fast one. */
let now = Date.now()
beforeAll(async () => {
  test = await startHarness({ overrides: { clock: { now: () => now } } })
})
afterAll(() => test.stop())
beforeEach(async () => {
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(String(next++)) }) })
  event = test.hiEvents.world.events.at(-1)
  if (event === undefined) return
  event.tiers = [{ id: 2, title: 'Supporter', price: 12.5, left: 20 }]
})

const reads = () => test.hiEvents.count(`GET /api/public/events/${event?.id}`)
const show = async () => (await fetch(`${test.url}/embed/${event?.id}`)).text()
const showMany = (visitors: number) => Promise.all(Array.from({ length: visitors }, show))
const setStatus = (status: string) => {
  if (event !== undefined) event.status = status
}

describe('upstream reads of the picker', () => {
  it('takes one read in two seconds for a thousand visitors', async () => {
    setStatus('LIVE')
    const before = reads()
    for (let wave = 0; wave < 10; wave++)
      for (const page of await showMany(100)) expect(page).toContain('Supporter')
    expect(reads()).toBe(before + 1)
    now += 2_001
    await showMany(100)
    expect(reads()).toBe(before + 2)
  })

  it('shows the tickets of an event that went on sale after the last read, with one more read for all visitors', async () => {
    setStatus('DRAFT')
    expect(await show()).not.toContain('Supporter')
    setStatus('LIVE')
    now += 1
    await test.database.db`
      update link_statuses set source_status = 'LIVE', read_at = ${new Date(now)} where hi_event_id = ${event?.id ?? 0}`
    now += 1
    const before = reads()
    for (const page of await showMany(100)) expect(page).toContain('Supporter')
    expect(reads()).toBe(before + 1)
  })
})
