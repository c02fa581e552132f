import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../../../test-support/browser.ts'
import { createEventFixture, type EventFixture } from '../../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../../test-support/office.ts'
import { differences, readRecordings } from '../../../../test-support/recording.ts'
import { localInput } from '../../../rest/words.ts'

const ZONE = 'Europe/Amsterdam'

const DAY = 86_400_000

const inDays = (days: number) => localInput(new Date(Date.now() + days * DAY), ZONE)

const recorded = new Map(readRecordings('shop').map((each) => [each.file, each.response.body]))

/** What the recorded organiser asked for by REST, as somebody types it. The names of taxes and sections stand for their ids. */
const TICKETS: readonly Record<string, string>[] = [
  { title: 'Free', quantity: '3', min_per_order: '1', max_per_order: '4', show_quantity_remaining: 'on' },
  {
    title: 'Paid with tax and fee',
    type: 'PAID',
    price: '20',
    quantity: '100',
    description: 'Front row',
    highlight_message: 'Best view',
    tax: 'VAT',
  },
  {
    title: 'Tiered',
    type: 'TIERED',
    'tiers.0.label': 'Early bird',
    'tiers.0.price': '10',
    'tiers.0.quantity': '5',
    'tiers.0.sale_end': inDays(1),
    'tiers.1.label': 'Regular',
    'tiers.1.price': '15',
    'tiers.1.quantity': '50',
    'tiers.2.label': 'Late',
    'tiers.2.price': '25',
    'tiers.2.sale_start': inDays(10),
  },
  { title: 'Donation', type: 'DONATION', price: '5' },
  { title: 'Not yet on sale', type: 'PAID', price: '9', sale_start: inDays(3) },
  { title: 'Sale over', type: 'PAID', price: '9', sale_start: inDays(-3), sale_end: inDays(-1) },
  { title: 'With code only', type: 'PAID', price: '8', is_hidden_without_promo_code: 'on' },
  { title: 'Hidden', type: 'PAID', price: '8', is_hidden: 'on' },
  { title: 'Waitlist when sold out', quantity: '1', waitlist_enabled: 'on' },
  { title: 'T-shirt', type: 'PAID', price: '18', thing: 'on', section: 'Merchandise' },
]

describe('the recorded shop of a real Hi.Events', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office, { timezone: ZONE })
  })
  afterAll(() => office.close())

  const send = async (path: string, fields: Record<string, string>) => {
    const { status, text } = await fixture.browser.post(`${fixture.manage}/${path}`, fields)
    expect([status, status === 303 ? '' : text]).toEqual([303, ''])
  }
  const idNamed = async (list: string, name: string) => {
    const { html } = await fixture.browser.get(`${fixture.manage}/${list}`)
    const line = html.split('<li').find((each) => each.includes(`>${name}<`)) ?? ''
    return new RegExp(`${list}/(\\d+)"`).exec(line)?.[1] ?? ''
  }
  const shop = async (query = '') => {
    const { body } = await fixture.organiser.call('GET', `/public/events/${fixture.eventId}${query}`)
    return body.data.product_categories
  }

  it('is made by hand in the pages, every shape of it', async () => {
    await send('sections', {
      name: 'Merchandise',
      description: 'Things',
      no_products_message: 'Nothing here yet',
    })
    await send('taxes', {
      name: 'VAT',
      description: 'VAT 21 %',
      type: 'TAX',
      calculation_type: 'PERCENTAGE',
      rate: '21',
      is_active: 'on',
    })
    const ids = { section: await idNamed('sections', 'Merchandise'), vat: await idNamed('taxes', 'VAT') }
    for (const { tax, section, ...ticket } of TICKETS)
      await send('tickets/new', {
        type: 'FREE',
        max_per_order: '100',
        ...ticket,
        ...(tax !== undefined && { [`tax.${ids.vat}`]: 'on' }),
        ...(section !== undefined && { section: ids.section }),
      })
    await send('promo-codes', {
      code: 'JAZZ10',
      discount_type: 'PERCENTAGE',
      discount: '10',
      max_allowed_usages: '100',
    })
    const { data } = recorded.get('15-public-event') as { data: { product_categories: unknown } }
    expect(differences(data.product_categories, await shop())).toEqual([])
  })

  it('shows what the code opens and makes cheaper', async () => {
    const { data } = recorded.get('16-public-event-promo') as { data: { product_categories: unknown } }
    expect(differences(data.product_categories, await shop('?promo_code=JAZZ10'))).toEqual([])
  })

  it('comes through its own forms unchanged: opening a ticket and saving it alters nothing', async () => {
    const before = await shop('?promo_code=JAZZ10')
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}`)
    const categories: { products: { id: number }[] }[] = body.data.product_categories
    for (const { id } of categories.flatMap((each) => each.products)) {
      const page = await fixture.browser.get(`${fixture.manage}/tickets/${id}`)
      await send(`tickets/${id}`, fieldsOf(page.html))
    }
    expect(await shop('?promo_code=JAZZ10')).toEqual(before)
    expect((await new Browser(office.app).get(fixture.shop)).text).not.toContain('Hidden')
  })
})

/** What a browser sends when a form is sent as it came. */
function fieldsOf(html: string): Record<string, string> {
  const form = /<form[^>]*ticket-form.*?<\/form>/s.exec(html)?.[0] ?? ''
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  const inputs = (form.match(/<input[^>]*>/g) ?? [])
    .filter((tag) => !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag))
    .map((tag) => [
      attribute(tag, 'name') ?? '',
      attribute(tag, 'value') ?? (tag.includes('checkbox') ? 'on' : ''),
    ])
  const areas = [...form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>(.*?)<\/textarea>/gs)]
  const selects = [
    ...form.matchAll(/<select[^>]*name="([^"]+)".*?<option value="([^"]*)" selected.*?<\/select>/gs),
  ]
  const rest = [...areas, ...selects].map(([, name = '', value = '']) => [name, value])
  return Object.fromEntries([...inputs, ...rest]) as Record<string, string>
}
