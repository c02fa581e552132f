import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { Browser } from '../../test-support/browser.ts'
import {
  chooseTickets,
  addTicket,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'

let office: TestOffice
let yen: EventFixture
let dinar: EventFixture
beforeAll(async () => {
  office = await startOffice()
  yen = await createEventFixture(office, { currency: 'JPY' })
  dinar = await createEventFixture(office, { currency: 'KWD' })
})
afterAll(() => office.close())

const NO_DECIMALS = 'Japanese Yen has no decimals: give a whole number'
const field = (html: string, name: string) =>
  new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? ''

/** Each form that takes money: where it is, what else it needs, and the field of the amount. */
const FORMS: [what: string, path: string, rest: Record<string, string>, name: string][] = [
  ['price', 'tickets/new', { title: 'Seat', type: 'PAID' }, 'price'],
  ['least donation', 'tickets/new', { title: 'Gift', type: 'DONATION' }, 'price'],
  [
    'one price of several',
    'tickets/new',
    { title: 'Row', type: 'TIERED', 'tiers.0.label': 'Early' },
    'tiers.0.price',
  ],
  ['discount', 'promo-codes', { code: 'friends', discount_type: 'FIXED' }, 'discount'],
  ['fee', 'taxes', { name: 'Booking fee', type: 'FEE', calculation_type: 'FIXED' }, 'rate'],
]

describe('an amount in a currency without decimals', () => {
  it.each(FORMS)(
    'is refused with decimals as a %s, and stays as it was typed',
    async (_what, path, rest, name) => {
      for (const typed of ['12.50', '12,5']) {
        const page = await yen.browser.post(`${yen.manage}/${path}`, { ...rest, [name]: typed })
        expect(page.status).toBe(422)
        expect(page.html).toContain(
          `class="field__error" id="f-${name.replaceAll('.', '-')}-error">${NO_DECIMALS}<`,
        )
        expect(field(page.html, name)).toContain(`value="${typed}"`)
        for (const kept of Object.values(rest)) expect(page.html).toContain(`value="${kept}"`)
      }
    },
  )

  it.each(FORMS)('is taken whole as a %s, also as our pages write it', async (_what, path, rest, name) => {
    const page = await yen.browser.post(`${yen.manage}/${path}`, { ...rest, [name]: '12,500' })
    expect([page.status, page.text]).toEqual([303, ''])
    expect((await yen.browser.get(`${yen.manage}/${path.replace('/new', '')}`)).text).toContain('¥12,500')
  })

  it('is entered with a keyboard of digits, where a share in percent cannot stand in its place', async () => {
    const of = async ({ browser, manage }: EventFixture, path: string) =>
      (await browser.get(`${manage}/${path}`)).html
    for (const name of ['price', 'tiers\\.0\\.price'])
      expect(field(await of(yen, 'tickets/new'), name)).toContain('inputmode="numeric"')
    expect(field(await of(dinar, 'tickets/new'), 'price')).toContain('inputmode="decimal"')
    expect(field(await of(yen, 'promo-codes'), 'discount')).toContain('inputmode="decimal"')
  })

  it('leaves percentages theirs', async () => {
    const code = { code: 'eighth', discount_type: 'PERCENTAGE', discount: '12.5' }
    const tax = { name: 'Levy', type: 'TAX', calculation_type: 'PERCENTAGE', rate: '8.1255' }
    expect((await yen.browser.submit(`${yen.manage}/promo-codes`, code)).text).toContain('12.5% off')
    expect((await yen.browser.submit(`${yen.manage}/taxes`, tax)).text).toContain('8.1255%')
  })

  it('is refused with decimals as a gift of a visitor’s, who keeps the choice', async () => {
    const give = await addTicket(yen, { title: 'Give', type: 'DONATION', prices: [{ price: 500 }] })
    const [quantity, amount] = [`quantity.${give.priceIds[0]}`, `amount.${give.priceIds[0]}`]
    const buyer = new Browser(office.app)
    const refused = await chooseTickets(buyer, yen, { [quantity]: '2', [amount]: '750.50' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain(`-error">${NO_DECIMALS}<`)
    expect(field(refused.html, amount)).toMatch(/value="750\.50".*inputmode="numeric"/)
    expect(field(refused.html, quantity)).toContain('value="2"')
    expect((await chooseTickets(buyer, yen, { [quantity]: '2', [amount]: '750' })).text).toContain(
      'Total ¥1,500',
    )
  })

  it('stored with decimals is shown with them, and must be corrected before saving', async () => {
    const { productId } = await addTicket(yen, { title: 'Odd', type: 'PAID', prices: [{ price: 99.5 }] })
    const path = `${yen.manage}/tickets/${productId}`
    expect(field((await yen.browser.get(path)).html, 'price')).toContain('value="99.50"')
    const kept = { title: 'Odd', type: 'PAID', price: '99.50' }
    expect((await yen.browser.post(path, kept)).text).toContain(NO_DECIMALS)
    expect((await yen.browser.submit(path, { ...kept, price: '100' })).text).toContain('Odd Change Odd ¥100')
  })
})

describe('an amount in a currency with three decimals', () => {
  it.each(FORMS)(
    'is taken with the two that are kept as a %s, and refused with more',
    async (_what, path, rest, name) => {
      const refused = await dinar.browser.post(`${dinar.manage}/${path}`, { ...rest, [name]: '12.505' })
      expect(refused.status).toBe(422)
      expect(refused.html).toContain('-error">Use at most 2 decimals, like 12.50<')
      expect(field(refused.html, name)).toContain('value="12.505"')
      const taken = await dinar.browser.post(`${dinar.manage}/${path}`, { ...rest, [name]: '12,75' })
      expect([taken.status, taken.text]).toEqual([303, ''])
      expect((await dinar.browser.get(`${dinar.manage}/${path.replace('/new', '')}`)).text).toContain(
        'KWD 12.750',
      )
    },
  )
})
