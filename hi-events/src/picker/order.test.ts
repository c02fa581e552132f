import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent, Tier } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
let event: FakeEvent
let next = 5000
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(String(next++)) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [
    { id: 1, title: 'General admission', price: 0, left: 50 },
    { id: 2, title: 'Supporter', price: 12.5, left: 20 },
  ]
  event.status = 'LIVE'
})

const show = () => fetch(`${test.url}/embed/${event.id}`)
const order = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/embed/${event.id}/order`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(form),
  })
const only = (tier: Partial<Tier>) => {
  event.tiers = [{ id: 1, title: 'Ticket', price: 10, left: 5, ...tier }]
}

describe('an order', () => {
  it('is placed upstream with the buyer’s address and leads to the checkout', async () => {
    const answer = await order({ 'quantity.1.10': '0', 'quantity.2.20': '2', locale: 'en' })
    expect(answer.status).toBe(303)
    const path = `^${test.url}/checkout/${event.id}/o_[0-9a-f]+/details\\?session_identifier=[0-9a-f]{40}$`
    expect(answer.headers.get('location')).toMatch(new RegExp(path))
    const made = test.hiEvents.seen.findLast((each) => each.path.endsWith('/order'))
    expect(made?.body).toEqual({ products: [{ product_id: 2, quantities: [{ price_id: 20, quantity: 2 }] }] })
    expect(made?.headers['x-forwarded-for']).toBe('127.0.0.1')
  })

  it('contains the amount of a donation and the promo code', async () => {
    only({ type: 'DONATION', price: 5 })
    await order({ 'quantity.1.10': '1', 'amount.1.10': '7.50', promo_code: ' JAZZ10 ' })
    expect(test.hiEvents.world.orders.at(-1)).toEqual({
      products: [{ product_id: 1, quantities: [{ price_id: 10, quantity: 1, price: 7.5 }] }],
      promo_code: 'JAZZ10',
    })
  })

  it('carries who sent the visitor from the page to the checkout', async () => {
    const sent = { aff: 'FRIEND', utm_source: 'news & more', utm_other: 'x' }
    const page = await (await fetch(`${test.url}/embed/${event.id}?${new URLSearchParams(sent)}`)).text()
    expect(page).toContain('name="aff" value="FRIEND"')
    expect(page).toContain('name="utm_source" value="news &amp; more"')
    expect(page).not.toContain('utm_other')
    expect(await (await show()).text()).not.toContain('name="aff"')
    const answer = await order({ 'quantity.1.10': '1', ...sent })
    const checkout = new URL(answer.headers.get('location') ?? '')
    expect(checkout.searchParams.get('utm_source')).toBe('news & more')
    expect([...checkout.searchParams.keys()]).toEqual(['session_identifier', 'utm_source'])
    expect(test.hiEvents.world.orders.at(-1)).toMatchObject({ affiliate_code: 'FRIEND' })
  })

  it('returns the address of the checkout to the script', async () => {
    const answer = await order({ 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ checkout_url: expect.stringContaining(`/checkout/${event.id}/`) })
  })

  it('that is refused shows the reason and keeps the selection', async () => {
    only({ left: 2 })
    const answer = await order({ 'quantity.1.10': '4' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('You can get 2 of “Ticket” at most. Choose fewer.')
    expect(page).toMatch(/name="quantity\.1\.10"[^>]*value="4"/)
  })

  it('that is refused returns the reason to the script', async () => {
    only({ left: 0 })
    const answer = await order({ 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      message: '“Ticket” sold out a moment ago.',
      code: 'BUSINESS_RULE',
    })
  })

  it('without a ticket asks for at least one', async () => {
    const answer = await order({ 'quantity.1.10': '0' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Choose at least one ticket first.')
  })

  it('says when the ticket system does not answer, and keeps the selection', async () => {
    await show()
    test.hiEvents.faults.push({ match: /\/order$/, kind: 'cut' })
    const answer = await order({ 'quantity.2.20': '2' })
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('Try again in a moment')
    expect(page).toMatch(/name="quantity\.2\.20"[^>]*value="2"/)
  })

  it('tells the script when the ticket system is busy and when it does not answer', async () => {
    await show()
    const headers = { 'retry-after': '9' }
    test.hiEvents.faults.push({ match: /\/order$/, kind: 'error', value: 429, headers })
    const limited = await order({ 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([503, '9'])
    expect(await limited.json()).toMatchObject({ code: 'UPSTREAM_BUSY' })
    test.hiEvents.faults.push({ match: /\/order$/, kind: 'cut' })
    const away = await order({ 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await away.json()).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
  })

  it('at which the ticket system fails says so, and leads on to its own page', async () => {
    await show()
    test.hiEvents.faults.push({ match: /\/order$/, kind: 'error', value: 500, times: 2 })
    const answer = await order({ 'quantity.1.10': '2' })
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('Nothing was ordered, and nothing was charged.')
    expect(page).toMatch(new RegExp(`<p data-way-on[^>]*>[^<]*<a href="/event/${event.id}"`))
    expect(page).toMatch(/name="quantity\.1\.10"[^>]*value="2"/)
    expect(await (await order({ 'quantity.999.999': '1' })).text()).toMatch(/<p hidden[^>]* data-way-on/)
  })

  it('for an event that was just taken off sale shows its new phase', async () => {
    await show()
    event.status = 'DRAFT'
    const answer = await order({ 'quantity.1.10': '1' })
    expect(await answer.text()).toMatch(/paused|coming soon/)
  })

  it('of an unknown ticket says that it is not on sale', async () => {
    const answer = await order({ 'quantity.999.999': '1' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('These tickets are not on sale any more.')
  })
})

const FORM = 'application/x-www-form-urlencoded'
const WHOLE = 'Give the number of tickets as a whole number'
const NOTHING = 'Choose at least one ticket first.'

/** Untrusted input, and the status and text of the response to it. */
const HOSTILE: [what: string, body: string | Uint8Array, status: number, words?: string, type?: string][] = [
  ['a negative quantity', 'quantity.1.10=-1', 422, WHOLE],
  ['a fraction', 'quantity.1.10=1.5', 422, WHOLE],
  ['scientific notation', 'quantity.1.10=1e9', 422, WHOLE],
  ['a quantity above the limit', 'quantity.1.10=99999', 422, WHOLE],
  ['a quantity of 400 digits', `quantity.1.10=${'9'.repeat(400)}`, 422, WHOLE],
  ['words', 'quantity.1.10=two', 422, WHOLE],
  ['hexadecimals', 'quantity.1.10=0x1', 422, WHOLE],
  ['other digits', `quantity.1.10=${encodeURIComponent('٣')}`, 422, WHOLE],
  ['NUL', 'quantity.1.10=%00', 422, WHOLE],
  ['NUL in the name', 'quantity.1.10%00=1', 422, NOTHING],
  ['the same field twice', 'quantity.1.10=1&quantity.1.10=2', 422, WHOLE],
  ['a field with a name like a list', 'quantity.1.10[]=1', 422, NOTHING],
  ['a field of Object', '__proto__=1&constructor=1&toString=1', 422, NOTHING],
  ['ids that are none', 'quantity.0.10=1&quantity.1.-10=1&quantity.01.10=1&quantity.a.b=1', 422, NOTHING],
  ['ids beyond numbers', `quantity.${'9'.repeat(16)}.10=1`, 422, NOTHING],
  ['SQL', "quantity.1.10=1'%20or%20'1'='1", 422, WHOLE],
  ['an amount below nothing', 'quantity.1.10=1&amount.1.10=-5', 422, 'Give the amount as a number'],
  ['an amount without end', 'quantity.1.10=1&amount.1.10=Infinity', 422, 'Give the amount as a number'],
  ['an amount of words', 'quantity.1.10=1&amount.1.10=lots', 422, 'Give the amount as a number'],
  ['nothing', '', 422, NOTHING],
  ['broken escapes', 'quantity.1.10=%zz&%=%', 422, WHOLE],
  ['bytes that are no text', new Uint8Array([0x71, 0x3d, 0xff, 0xfe, 0xc3, 0x28]), 422, NOTHING],
  ['300 KiB', `x=${'x'.repeat(300 * 1024)}`, 413],
  ['ten thousand fields', Array.from({ length: 9_000 }, (_, at) => `f${at}=`).join('&'), 422, NOTHING],
  ['JSON', '{"quantity.1.10":"1"}', 415, '', 'application/json'],
  ['text', 'quantity.1.10=1', 415, '', 'text/plain'],
  ['parts', 'quantity.1.10=1', 415, '', 'multipart/form-data; boundary=x'],
  ['XML', '<a/>', 415, '', 'application/xml'],
  ['a type that is none', 'quantity.1.10=1', 415, '', 'nonsense'],
]

describe('an order form that is malformed places no order', () => {
  it.each(HOSTILE)(
    'and is answered with an error: %s',
    async (_what, body, status, words = '', type = FORM) => {
      const before = test.hiEvents.world.orders.length
      const init = { method: 'POST', headers: { 'content-type': type }, body: body as BodyInit }
      const answer = await fetch(`${test.url}/embed/${event.id}/order`, init)
      expect(answer.status).toBe(status)
      expect(await answer.text()).toContain(words)
      expect(test.hiEvents.world.orders).toHaveLength(before)
    },
  )

  it('a promo code is sent without control characters and with at most 64 characters', async () => {
    await order({ 'quantity.1.10': '1', promo_code: `\0${'J'.repeat(500)}\r\n` })
    expect(test.hiEvents.world.orders.at(-1)?.['promo_code']).toBe('J'.repeat(64))
  })

  it('a promo code is cut between characters', async () => {
    await order({ 'quantity.1.10': '1', promo_code: 'J'.repeat(63) + '🎫🎫' })
    expect(test.hiEvents.world.orders.at(-1)?.['promo_code']).toBe(`${'J'.repeat(63)}🎫`)
  })

  it.each(['0', 'abc', '-1', '99999999999999999999', "1'--"])(
    'for the event id %s, and is answered with 404',
    async (id) => {
      const init = { method: 'POST', body: new URLSearchParams({ 'quantity.1.10': '1' }) }
      const answer = await fetch(`${test.url}/embed/${encodeURIComponent(id)}/order`, init)
      expect(answer.status).toBe(404)
      expect(await answer.text()).toContain('There are no tickets here.')
    },
  )
})

describe('what the picker does not offer is not taken', () => {
  const placed = () => test.hiEvents.world.orders.length
  const NOT_ON_SALE = 'These tickets are not on sale any more.'

  it.each<[string, Partial<Tier>, string]>([
    [
      'not on sale yet',
      { more: { is_before_sale_start_date: true, is_available: false } },
      'Ticket is not on sale yet.',
    ],
    [
      'no longer on sale',
      { more: { is_after_sale_end_date: true, is_available: false } },
      'Sales of Ticket are over.',
    ],
    [
      'a price not on sale yet',
      { priceMore: { is_before_sale_start_date: true, is_available: false } },
      'Ticket is not on sale yet.',
    ],
    ['not available', { more: { is_available: false } }, 'Ticket is not available.'],
  ])('a ticket %s', async (_case, tier, words) => {
    only(tier)
    const before = placed()
    const answer = await order({ 'quantity.1.10': '1' })
    expect([answer.status, placed()]).toEqual([422, before])
    expect(await answer.text()).toContain(words)
  })

  it.each([
    ['a hidden ticket', { 'quantity.7.70': '1' }],
    ['a hidden price of a shown ticket', { 'quantity.1.11': '1' }],
    ['a price under another ticket', { 'quantity.2.10': '1' }],
  ])('%s', async (_case, form: Record<string, string>) => {
    const before = placed()
    const answer = await order({ 'quantity.2.20': '1', ...form })
    expect([answer.status, placed()]).toEqual([422, before])
    expect(await answer.text()).toContain(NOT_ON_SALE)
  })

  it('an event that is over, with the sentence of its page', async () => {
    event.start_date = '2020-01-01T10:00:00Z'
    event.end_date = '2020-01-01T12:00:00Z'
    const before = placed()
    const answer = await order({ 'quantity.1.10': '1' })
    expect([answer.status, placed()]).toEqual([422, before])
    expect(await answer.text()).toContain('This event is over.')
    const json = await order({ 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect(await json.json()).toMatchObject({ code: 'BUSINESS_RULE', message: 'This event is over.' })
  })

  it('an event that is not published', async () => {
    event.status = 'DRAFT'
    const before = placed()
    const answer = await order({ 'quantity.1.10': '1' }, { accept: 'application/json' })
    expect([answer.status, placed()]).toEqual([422, before])
  })

  it('but what has just come on sale is, although an older page did not offer it', async () => {
    only({ more: { is_before_sale_start_date: true, is_available: false } })
    await show()
    only({})
    expect((await order({ 'quantity.1.10': '1' })).status).toBe(303)
  })
})
