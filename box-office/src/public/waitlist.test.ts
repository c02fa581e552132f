import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
  event = await makeEvent(organiser)
})
afterAll(() => office.close())

describe('the waiting list', () => {
  const person = { email: 'w@example.com', first_name: 'W' }
  const join = (product_price_id: unknown, part: object = {}) =>
    anyone('POST', `/public/events/${event.eventId}/waitlist`, { ...person, product_price_id, ...part })

  it('takes people in turn, once each, for what is sold out and has one', async () => {
    const gone = await makeProduct(organiser, event, { title: 'Gone', quantity: 0, waitlist_enabled: true })
    const positions = []
    for (const email of ['a@example.com', 'b@example.com'])
      positions.push((await join(gone.priceIds[0], { email })).body.data.position)
    expect(positions).toEqual([1, 2])
    expect((await join(gone.priceIds[0], { email: 'A@example.com' })).status).toBe(409)
  })

  it('is not for what can be bought, has none, or is not there', async () => {
    const left = await makeProduct(organiser, event, { title: 'Left', quantity: 5, waitlist_enabled: true })
    const none = await makeProduct(organiser, event, { title: 'None', quantity: 0 })
    expect((await join(left.priceIds[0])).status).toBe(422)
    expect((await join(none.priceIds[0])).status).toBe(422)
    expect((await join(999_999)).status).toBe(422)
    expect((await join('x')).status).toBe(422)
  })
})
