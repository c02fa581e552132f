import { createLog } from '@tuvens/platform/log'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  callerOf,
  details,
  type MadeEvent,
  type MadeProduct,
  makeEvent,
  makeProduct,
  type Order,
  type Organiser,
  reserve,
  signUp,
} from '../../test-support/organiser.ts'
import { KEEP_INCOMPLETE_DAYS, startHousekeeping, cleanUp } from './clean-up.ts'

let office: TestOffice
let organiser: Organiser
let event: MadeEvent
let product: MadeProduct
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  event = await makeEvent(organiser)
})
beforeEach(async () => {
  await office.database.db`delete from orders`
  product = await makeProduct(organiser, event, { quantity: 10 })
})
afterAll(() => office.close())

const hold = (quantity = 1) => reserve(callerOf(office.api), product, quantity)

async function endedAgo({ shortId }: Order, days: number): Promise<void> {
  await office.database.db`
    update orders set reserved_until = now() - make_interval(days => ${days}) where short_id = ${shortId}`
}

async function left(): Promise<string[]> {
  const rows = await office.database.db<{ short_id: string }[]>`select short_id from orders order by id`
  return rows.map((each) => each.short_id)
}

describe('the housekeeping', () => {
  it('deletes an order that was not completed, a week after its hold expired, with its items', async () => {
    const [old, recent, open] = [await hold(3), await hold(2), await hold()]
    await endedAgo(old, KEEP_INCOMPLETE_DAYS + 1)
    await endedAgo(recent, KEEP_INCOMPLETE_DAYS - 1)
    expect(await cleanUp(office.context)).toBe(1)
    expect(await left()).toEqual([recent.shortId, open.shortId])
    const items = await office.database.db`select 1 from order_items`
    expect(items).toHaveLength(2)
  })

  it('deletes an abandoned order a week after its hold would have expired', async () => {
    const order = await hold()
    await callerOf(office.api)('POST', order.path.replace('?', '/abandon?'))
    expect(await cleanUp(office.context)).toBe(0)
    await endedAgo(order, KEEP_INCOMPLETE_DAYS + 1)
    expect(await cleanUp(office.context)).toBe(1)
  })

  it.each(['COMPLETED', 'AWAITING_OFFLINE_PAYMENT', 'CANCELLED'])(
    'keeps an old order that is %s',
    async (status) => {
      const order = await hold()
      await callerOf(office.api)('PUT', order.path, details(product))
      await office.database.db`update orders set status = ${status} where short_id = ${order.shortId}`
      await endedAgo(order, 4000)
      expect(await cleanUp(office.context)).toBe(0)
      expect(await left()).toEqual([order.shortId])
    },
  )

  it('keeps an order that is being completed', async () => {
    const [claimed, locked] = [await hold(), await hold()]
    await office.database.db`update orders set claimed_until = now() + interval '1 minute'
      where short_id = ${claimed.shortId}`
    for (const each of [claimed, locked]) await endedAgo(each, KEEP_INCOMPLETE_DAYS + 1)
    await office.database.db.begin(async (tx) => {
      await tx`select 1 from orders where short_id = ${locked.shortId} for no key update`
      expect(await cleanUp(office.context)).toBe(0)
    })
    expect(await left()).toEqual([claimed.shortId, locked.shortId])
  })

  it('deletes thousands of orders in batches, shared by two processes', async () => {
    await office.database.db`
      insert into orders (event_id, short_id, public_id, session_hash, client_hash, status, currency, reserved_until,
        total_before_additions, total_tax, total_fee, total_gross, taxes_and_fees_rollup)
      select ${event.eventId}, 'o_old' || n, 'O-' || n, sha256(n::text::bytea), sha256(n::text::bytea), 'RESERVED', 'EUR',
        now() - interval '1 month', 0, 0, 0, 0, '{}'
      from generate_series(1, 2300) n`
    const [one, other] = await Promise.all([cleanUp(office.context), cleanUp(office.context)])
    expect(one + other).toBe(2300)
    expect(await left()).toEqual([])
  })

  it('deletes revoked tokens when they have expired, and not before', async () => {
    const revoke = (name: string, expires: string) => office.database.db`
      insert into revoked_tokens (jti_hash, expires_at) values (sha256(${name}::bytea), now() + ${expires}::interval)`
    await revoke('over', '-1 second')
    await revoke('still counts', '1 hour')
    await cleanUp(office.context)
    const rows = await office.database.db`select expires_at > now() as counts from revoked_tokens`
    expect(rows).toEqual([{ counts: true }])
  })

  it('continues after a failure, until it is stopped', async () => {
    const order = await hold()
    await endedAgo(order, KEEP_INCOMPLETE_DAYS + 1)
    await office.database.db`alter table revoked_tokens rename to gone`
    const log = createLog('housekeeping', 'silent')
    const logged = vi.spyOn(log, 'error')
    const loop = startHousekeeping({ ...office.context, log }, 20)
    await vi.waitFor(() => expect(logged).toHaveBeenCalled(), { timeout: 60_000, interval: 10 })
    expect(await left()).toEqual([order.shortId])
    await office.database.db`alter table gone rename to revoked_tokens`
    await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 60_000, interval: 10 })
    await loop.stop()
  })
})
