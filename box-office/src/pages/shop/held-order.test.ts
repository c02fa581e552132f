import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../../test-support/browser.ts'
import {
  actionOf,
  ADA,
  addTicket,
  chooseTickets,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import type { MadeProduct } from '../../../test-support/organiser.ts'

const OTHERS = /In somebody’s basket until \d\d:\d\d/
const HOLDER = /Your order is held until \d\d:\d\d\./

describe('the last tickets, in an order that nobody has finished', () => {
  let office: TestOffice
  let show: EventFixture
  let last: MadeProduct
  let buyer: Browser
  beforeAll(async () => {
    office = await startOffice()
  })
  afterAll(() => office.close())

  async function takeAll(part: Record<string, unknown> = {}) {
    show = await createEventFixture(office, { timezone: 'Europe/Amsterdam' })
    last = await addTicket(show, { quantity: 3, ...part })
    buyer = new Browser(office.app)
    return chooseTickets(buyer, show, { [`quantity.${last.priceIds[0]}`]: '3' })
  }
  const shop = (browser = new Browser(office.app)) => browser.get(show.shop)
  const publicPrice = async () => {
    const { body } = await show.organiser.call('GET', `/public/events/${show.eventId}`)
    return (body as { data: { product_categories: { products: { prices: object[] }[] }[] } }).data
      .product_categories[0]?.products[0]?.prices[0]
  }

  it('lead their holder on to the checkout', async () => {
    await takeAll()
    const page = await shop(buyer)
    expect(page.text).toMatch(HOLDER)
    const [, path = ''] = /href="(\/checkout\/[^"]+\/details)"/.exec(page.html) ?? []
    expect((await buyer.get(path)).text).toContain('Almost there')
  })

  it('are given back on the page of the event', async () => {
    await takeAll()
    const page = await buyer.submit(actionOf(await shop(buyer), '/abandon'), {})
    expect(page.text).not.toMatch(HOLDER)
    expect(page.html).toContain(`name="quantity.${last.priceIds[0]}"`)
  })

  it('are in somebody’s basket for everybody else, until the hold ends', async () => {
    await takeAll({ waitlist_enabled: true })
    const page = await shop()
    expect(page.text).toMatch(OTHERS)
    expect(page.text).toContain('In baskets')
    expect(page.text).not.toMatch(HOLDER)
    expect(await publicPrice()).toMatchObject({ is_sold_out: true, held_until: expect.any(String) })
  })

  it('are on sale again for all when the hold has ended', async () => {
    await takeAll()
    await office.database.db`update orders set reserved_until = now() - interval '1 second'`
    for (const browser of [buyer, new Browser(office.app)]) {
      const { text } = await shop(browser)
      expect(text).not.toMatch(HOLDER)
      expect(text).not.toMatch(OTHERS)
    }
    expect(await publicPrice()).not.toHaveProperty('held_until')
  })

  it('are sold out, and held for nobody, once the order is finished', async () => {
    const details = await takeAll()
    const same = Object.fromEntries([0, 1, 2].map((seat) => [`ticket.${seat}.same`, 'on']))
    await buyer.submit(actionOf(details, '/details'), { ...ADA, ...same })
    const { text } = await shop(buyer)
    expect(text).toContain('Sold out')
    expect(text).not.toMatch(HOLDER)
  })

  it('of another event are none of its own', async () => {
    await takeAll()
    const other = await createEventFixture(office)
    expect((await buyer.get(other.shop)).text).not.toMatch(HOLDER)
  })
})
