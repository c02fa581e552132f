import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
beforeAll(async () => {
  test = await startHarness({ withLoops: true })
})
afterAll(() => test.stop())

describe('the whole way', () => {
  it('signs an organiser in with the event filled in, and tells the API of every status', async () => {
    const visitor = new Visitor(test)
    const { status, body } = await visitor.land({ session_token: test.api.mint({ event: eventOf('11') }) })
    expect(status).toBe(200)
    const [event] = test.hiEvents.world.events
    expect(body).toEqual({
      valid: true,
      next: `/manage/event/${event?.id}/getting-started`,
      return_url: null,
    })
    expect(visitor.login).toBeDefined()
    expect(test.api.links.get('11')).toMatchObject({ hi_events_event_id: event?.id })
    await until(() => test.api.statuses.at(-1)?.payload.status === 'DRAFT', 'DRAFT')
    await test.hiEvents.setStatus(event?.id ?? 0, 'LIVE')
    await until(() => test.api.statuses.at(-1)?.payload.status === 'LIVE', 'LIVE')
  })
})
