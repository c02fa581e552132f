import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNT_ID, OTHER, startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
let now = Date.now()
beforeAll(async () => {
  test = await startTicketStand({}, { clock: { now: () => now } })
})
afterAll(() => test.stop())

describe('an event that has just been linked', () => {
  it('is open a moment later, and one that is not linked costs no query before that', async () => {
    const { token } = await test.signIn('editor')
    const ask = async () =>
      (await test.send('GET', `/api/events/${OTHER}`, { cookie: `token=${token}` })).status
    expect(await ask()).toBe(403)
    await test.harness.database.db`
      insert into links (tuvens_event_id, tuvens_account_id, hi_event_id) values (13, ${ACCOUNT_ID}, ${OTHER})`
    expect(await ask()).toBe(403)
    now += 251
    expect(await ask()).toBe(200)
  })
})
