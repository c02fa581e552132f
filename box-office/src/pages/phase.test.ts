import { PHASES } from '@tuvens/design'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import { addTicket, createEventFixture, type EventFixture } from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { makeEvent, makeProduct, reserve } from '../../test-support/organiser.ts'

const LATER = '2031-01-05T10:00:00Z'

const EARLIER = '2020-01-05T10:00:00Z'

const seats = (places: number | null) => [{ price: 0, initial_quantity_available: places }]

const ALL = { title: 'All' }

const GONE = { title: 'Gone', quantity: 0 }

const SOON = { title: 'Soon', sale_start_date: LATER }

const OVER = { title: 'Over', sale_end_date: EARLIER }

let office: TestOffice

beforeAll(async () => {
  office = await startOffice()
})

afterAll(() => office.close())

/** The badge of a state: the one with an icon. */
function badgeIn(html: string): string {
  return /<span class="badge" data-tone="\w+"><svg.*?<\/svg> ([^<]+)</s.exec(html)?.[1] ?? ''
}

/** The phase on the list of events, the event's own pages and its public page. */
async function badges({ browser, manage, shop }: EventFixture, query = ''): Promise<string[]> {
  const pages = [
    await browser.get('/manage'),
    await browser.get(`${manage}/orders`),
    await new Browser(office.app).get(shop + query),
  ]
  return pages.map((each) => badgeIn(each.html))
}

const everywhere = (word: string) => [word, word, word]

describe('the badge of a published event', () => {
  it.each([
    ['places without a limit', [ALL], 'On sale'],
    ['few places whose number is shown', [{ quantity: 10, show_quantity_remaining: true }], 'Few left'],
    ['many places whose number is shown', [{ quantity: 11, show_quantity_remaining: true }], 'On sale'],
    ['few places whose number is not shown', [{ quantity: 3 }], 'On sale'],
    [
      'few of one ticket and any number of another',
      [{ quantity: 3, show_quantity_remaining: true }, ALL],
      'On sale',
    ],
    [
      'few of one ticket and none of another',
      [{ quantity: 3, show_quantity_remaining: true }, GONE],
      'Few left',
    ],
    ['nothing left of anything', [GONE, { ...GONE, title: 'Gone too' }], 'Sold out'],
    ['nothing left of what is on sale, as sales of the rest are over', [GONE, OVER], 'Sold out'],
    ['nothing left, and a list to wait on', [{ ...GONE, waitlist_enabled: true }], 'Waiting list'],
    ['nothing left of what hides itself then', [{ ...GONE, hide_when_sold_out: true }], 'Sold out'],
    ['all sales still to begin', [SOON], 'On sale soon'],
    ['sales of what is not gone still to begin', [GONE, SOON], 'On sale soon'],
    ['sales over', [OVER], 'Sales over'],
    ['no tickets yet', [], 'On sale soon'],
    ['places left of what is hidden alone', [GONE, { title: 'Hidden', is_hidden: true }], 'Sold out'],
    [
      'places left at a hidden price alone',
      [
        {
          title: 'Two prices',
          type: 'TIERED',
          prices: [
            { label: 'Early', price: 5, initial_quantity_available: 0 },
            { label: 'Staff', price: 1, is_hidden: true },
          ],
        },
      ],
      'Sold out',
    ],
  ])('with %s says how sales stand, on every page', async (_what, products: object[], word) => {
    const fixture = await createEventFixture(office)
    for (const each of products) await addTicket(fixture, each as Record<string, unknown>)
    expect(await badges(fixture)).toEqual(everywhere(word))
  })

  it('says of reserved places that they are in baskets until they are given back', async () => {
    const fixture = await createEventFixture(office)
    const last = await addTicket(fixture, { prices: seats(1) })
    const { path } = await reserve(fixture.organiser.call, last)
    expect(await badges(fixture)).toEqual(everywhere('In baskets'))
    await fixture.organiser.call('POST', path.replace('?', '/abandon?'))
    expect(await badges(fixture)).toEqual(everywhere('On sale'))
  })

  it('shows buyers with a promo code what is on sale for them', async () => {
    const fixture = await createEventFixture(office)
    await addTicket(fixture, GONE)
    await addTicket(fixture, { title: 'Guest list', is_hidden_without_promo_code: true })
    await fixture.organiser.call('POST', `/events/${fixture.eventId}/promo-codes`, { code: 'friends' })
    expect(await badges(fixture, '?promo_code=friends')).toEqual(['Sold out', 'Sold out', 'On sale'])
  })

  it('shows that the event is over, whatever its sales', async () => {
    const fixture = await createEventFixture(office, {
      start_date: EARLIER,
      end_date: '2020-01-05T12:00:00Z',
    })
    await addTicket(fixture, ALL)
    expect(await badges(fixture)).toEqual(everywhere('Over'))
  })

  it('has the look that this state has everywhere', async () => {
    const fixture = await createEventFixture(office)
    await addTicket(fixture, GONE)
    const { html } = await fixture.browser.get(fixture.manage)
    expect(html).toContain(`<span class="badge" data-tone="${PHASES.sold_out.tone}">`)
    expect(html).toContain('>Tickets are sold out</h2>')
  })
})

describe('the badge of an event that is not published', () => {
  it('says that sales are paused once they had begun, also where nothing was sold', async () => {
    const fixture = await createEventFixture(office, { status: 'DRAFT' })
    await addTicket(fixture, ALL)
    const inManagement = async () => (await badges(fixture)).slice(0, 2)
    const { label, sentence } = PHASES.paused
    expect(await inManagement()).toEqual([PHASES.preparing.label, PHASES.preparing.label])
    await fixture.browser.submit(`${fixture.manage}/status`, { status: 'LIVE' })
    await fixture.browser.submit(`${fixture.manage}/status`, { status: 'DRAFT' })
    expect(await inManagement()).toEqual([label, label])
    expect((await fixture.browser.get(fixture.manage)).text).toContain(sentence.replace('.', ''))
    expect((await new Browser(office.app).get(fixture.shop)).text).toContain(sentence.replace('.', ''))
  })
})

describe('the pages around the badge', () => {
  it('do not call an event on sale whose sales begin later', async () => {
    const fixture = await createEventFixture(office, { status: 'DRAFT' })
    await addTicket(fixture, SOON)
    const steps = { status: 'LIVE', from: 'getting-started' }
    const published = await fixture.browser.submit(`${fixture.manage}/status`, steps)
    expect(published.text).toContain(
      'Ticket sales begin soon Everyone who has your event page open sees it now',
    )
    expect((await fixture.browser.get('/manage')).text).toMatch(/Published 1 .*On sale soon 0 sold/)
  })

  it('show visitors how few are left only where the organiser allows it', async () => {
    const fixture = await createEventFixture(office)
    await addTicket(fixture, { title: 'Open', quantity: 4, show_quantity_remaining: true })
    await addTicket(fixture, { title: 'Kept', quantity: 3 })
    const { text } = await new Browser(office.app).get(fixture.shop)
    expect(text).toContain('Open Free Only 4 left')
    expect(text).not.toContain('3 left')
  })

  it('show tickets that are hidden when sold out as sold out, not as coming', async () => {
    const fixture = await createEventFixture(office)
    await addTicket(fixture, { ...GONE, hide_when_sold_out: true })
    const { text } = await new Browser(office.app).get(fixture.shop)
    expect(text).toContain('Tickets are sold out.')
    expect(text).not.toContain('soon')
  })
})

describe('the list of all events', () => {
  it('needs as many queries for many events as for one', async () => {
    const fixture = await createEventFixture(office)
    await addTicket(fixture)
    const one = await queriesOf(() => fixture.browser.get('/manage'))
    for (const title of ['Second', 'Third', 'Fourth']) {
      const made = await makeEvent(fixture.organiser, { organizer_id: fixture.organizerId, title })
      await makeProduct(fixture.organiser, made, { quantity: 0 })
    }
    const many = await queriesOf(() => fixture.browser.get('/manage'))
    expect(one).toBeGreaterThan(0)
    expect(many).toBe(one)
  })
})

async function queriesOf(work: () => Promise<unknown>): Promise<number> {
  let queries = 0
  const { options } = office.context.db
  options.debug = () => {
    queries += 1
  }
  await work()
  options.debug = false
  return queries
}
