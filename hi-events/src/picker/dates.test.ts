import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeDate, FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { readUntilAgreed } from '../relay/read-until-agreed.ts'

let test: Harness
let event: FakeEvent
let id: string
let next = 8000
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  test.hiEvents.world.hasDates = true
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.status = 'LIVE'
  event.dates = [
    date(17, 5),
    date(18, 12, { prices: { 20: 7 } }),
    date(19, 19),
    date(20, 26, { capacity: 2 }),
  ]
  event.tiers = [
    { id: 1, title: 'Seat', price: 0, left: 50 },
    { id: 2, title: 'Supporter', price: 12.5, left: 20 },
  ]
})

function date(number: number, days: number, more: Partial<FakeDate> = {}): FakeDate {
  const at = (hours: number) => new Date(Date.now() + (days * 24 + hours) * 3_600_000).toISOString()
  const limits = { status: 'ACTIVE', capacity: 30, used: 0, label: null } as const
  return { id: number, start_date: at(0), end_date: at(3), ...limits, ...more }
}
const change = (number: number, more: Partial<FakeDate>) =>
  Object.assign(event.dates?.find((each) => each.id === number) ?? {}, more)
const show = async (query = '') => {
  const answer = await fetch(`${test.url}/embed/${event.id}${query}`)
  return { status: answer.status, page: await answer.text() }
}
const order = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/embed/${event.id}/order`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(form),
  })
const buttons = (page: string) =>
  [...page.matchAll(/<button[^>]*name="date"[^>]*value="(\d+)"/g)].map((each) => each[1])

describe('an event of several dates', () => {
  it('shows its dates first, each as a button of a plain form', async () => {
    const { page } = await show('?locale=en&theme=dark&promo_code=JAZZ')
    expect(buttons(page)).toEqual(['17', '18', '19', '20'])
    expect(page).toContain(`<form class="stack" method="get" action="/embed/${event.id}"`)
    expect(page).toContain('name="theme" value="dark"')
    expect(page).toContain('name="promo_code" value="JAZZ"')
    expect(page).toContain('2 left')
    expect(page).not.toContain('name="quantity.')
  })

  it('shows the tickets of the chosen date with its own prices, and the way back', async () => {
    const { page } = await show('?date=18')
    expect(page).toContain('name="date" value="18"')
    expect(page).toContain('€7.00')
    expect(page).toContain('Another date')
    expect((await show('?date=17')).page).toContain('€12.50')
    expect(buttons((await show('?date=18&dates=all')).page)).toHaveLength(4)
  })

  it('says which dates are sold out or cancelled', async () => {
    change(17, { used: 30 })
    change(18, { status: 'CANCELLED' })
    await readUntilAgreed(test.context, id, null)
    const { page } = await show()
    expect(buttons(page)).toEqual(['17', '19', '20'])
    expect(page).toMatch(/value="17".*?Sold out/s)
    expect(page).toMatch(/<li data-state="cancelled">.*?Cancelled/s)
  })

  it('sells nothing for a sold out date, and says so', async () => {
    change(17, { used: 30 })
    const { page } = await show('?date=17')
    expect(page).toContain('Tickets are sold out.')
    expect(page).not.toContain('Get tickets')
    expect(page).not.toContain('name="quantity.')
  })

  it.each([
    ['cancelled', 'This date was cancelled. Choose another one.'],
    ['gone', 'This date is not offered any more. Choose another one.'],
  ])('leads from a date that is %s back to the others', async (what, words) => {
    change(18, { status: 'CANCELLED' })
    if (what === 'cancelled') await readUntilAgreed(test.context, id, null)
    const { page } = await show('?date=18')
    expect(page).toContain(words)
    expect(buttons(page)).toEqual(['17', '19', '20'])
  })

  it('folds what comes after a dozen dates', async () => {
    event.dates = Array.from({ length: 15 }, (_, index) => date(100 + index, index + 1))
    const { page } = await show()
    expect(page).toContain('3 more dates')
    expect(buttons(page)).toHaveLength(15)
  })

  it('without a date yet says that tickets come later', async () => {
    event.dates = []
    const { status, page } = await show()
    expect(status).toBe(200)
    expect(page).toContain('There are no dates yet.')
  })

  it('whose tickets cannot be read for a date says so in place of those of another', async () => {
    await show()
    test.hiEvents.faults.push({ match: /^GET \/api\/public/, kind: 'error', value: 500, times: 4 })
    const { status, page } = await show('?date=18')
    expect(status).toBe(503)
    expect(page).not.toContain('name="quantity.')
  })
})

describe('an order for a date', () => {
  it('names it in each line, as recorded', async () => {
    const answer = await order({ date: '18', 'quantity.1.10': '1', 'quantity.2.20': '2' })
    expect(answer.status).toBe(303)
    expect(test.hiEvents.world.orders.at(-1)).toEqual({
      products: [
        { event_occurrence_id: 18, product_id: 1, quantities: [{ price_id: 10, quantity: 1 }] },
        { event_occurrence_id: 18, product_id: 2, quantities: [{ price_id: 20, quantity: 2 }] },
      ],
    })
  })

  it('with more tickets than places is refused in words, and the choice stays', async () => {
    await show('?date=20')
    const answer = await order({ date: '20', 'quantity.1.10': '3' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('There are not enough places left on this date.')
    expect(page).toMatch(/name="quantity\.1\.10"[^>]*value="3"/)
    expect(page).toContain('name="date" value="20"')
  })

  it('that was cancelled is refused in words, and leads to the others', async () => {
    await show('?date=18')
    change(18, { status: 'CANCELLED' })
    const answer = await order({ date: '18', 'quantity.1.10': '1' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('This date was cancelled. Choose another one.')
    expect(buttons(page)).toEqual(['17', '19', '20'])
    const told = await order({ date: '18', 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect(await told.json()).toMatchObject({ message: 'This date was cancelled. Choose another one.' })
  })

  it('that was not chosen asks for one', async () => {
    const answer = await order({ 'quantity.1.10': '1' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('Choose a date first.')
    expect(buttons(page)).toHaveLength(4)
  })

  it.each(['0', '-1', '1e3', '18 ', "18' or 1=1", '9'.repeat(40), '\u0000'])(
    'with the date %j sells nothing',
    async (text) => {
      const answer = await order({ date: text, 'quantity.1.10': '1' })
      expect(answer.status).toBe(422)
      expect((await show(`?date=${encodeURIComponent(text)}`)).status).toBe(200)
    },
  )
})

describe('the waiting list of a date', () => {
  const ada = { price_id: '10', first_name: 'Ada', last_name: '', email: 'ada@example.org' }
  const join = (form: Record<string, string>) =>
    fetch(`${test.url}/embed/${event.id}/waitlist`, { method: 'POST', body: new URLSearchParams(form) })
  beforeEach(() => {
    event.tiers = [{ id: 1, title: 'Seat', price: 0, left: 50, more: { waitlist_enabled: true } }]
    for (const each of [18, 20]) change(each, { capacity: 2, used: 2 })
  })

  it('is of that date alone: its form names it, and so does the entry', async () => {
    const { page } = await show('?date=18')
    expect(page).toMatch(/id="waiting-10"[^]*?name="date" value="18"/)
    const joined = await join({ ...ada, date: '18' })
    expect(joined.status).toBe(201)
    expect(await joined.text()).toContain('You are on the waiting list, number 1 in line.')
    expect((await join({ ...ada, date: '18' })).status).toBe(422)
    expect((await join({ ...ada, date: '20' })).status).toBe(201)
    expect(event.waiting?.map((each) => each.dateId)).toEqual([18, 20])
  })

  it('is not there while the date has places', async () => {
    expect((await show('?date=17')).page).not.toContain('id="waiting-10"')
    const refused = await join({ ...ada, date: '17' })
    expect(refused.status).toBe(422)
    expect(event.waiting ?? []).toEqual([])
  })
})

describe('an event of a single date', () => {
  beforeEach(() => {
    delete event.dates
  })

  it('shows its tickets at once, and its order names the date', async () => {
    const { page } = await show()
    const dateId = /name="date" value="(\d+)"/.exec(page)?.[1]
    expect(page).toContain('name="quantity.2.20"')
    expect(page).not.toContain('Another date')
    expect((await order({ date: dateId ?? '', 'quantity.1.10': '1' })).status).toBe(303)
  })

  it('takes an order from a form that was opened before the upgrade', async () => {
    test.hiEvents.world.hasDates = false
    expect((await show()).page).not.toContain('name="date"')
    test.hiEvents.world.hasDates = true
    expect((await order({ 'quantity.1.10': '1' })).status).toBe(303)
    expect(test.hiEvents.world.orders.at(-1)).toMatchObject({
      products: [{ event_occurrence_id: 1_000_000 + event.id }],
    })
  })
})
