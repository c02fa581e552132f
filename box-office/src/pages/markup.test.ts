import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, type Page } from '../../test-support/browser.ts'
import {
  actionOf,
  addTicket,
  buyTickets,
  chooseTickets,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'
import { fieldsOf, tagsOf } from '../../test-support/markup.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'

let office: TestOffice
let fixture: EventFixture
let details: Page
const buyer = () => new Browser(office.app)
beforeAll(async () => {
  office = await startOffice({ config: { mailbox: true } })
  fixture = await createEventFixture(office)
  const product = await addTicket(fixture, { title: 'Seat', waitlist_enabled: true })
  await addTicket(fixture, { title: 'Gone', quantity: 0, waitlist_enabled: true })
  await buyTickets(buyer(), fixture, { product })
  const other = buyer()
  details = await chooseTickets(other, fixture, { [`quantity.${product.priceIds[0]}`]: '2' })
})
afterAll(() => office.close())

const MANAGED = [
  '',
  '/getting-started',
  '/tickets',
  '/tickets/new',
  '/orders',
  '/attendees',
  '/promo-codes',
].concat(['/sections', '/taxes', '/waiting-list', '/settings', '/archive', '/delete'])

async function everyPage(): Promise<[string, Page][]> {
  const { browser, manage, shop } = fixture
  const pages: [string, Page][] = [['checkout', details]]
  for (const path of ['/manage', '/manage/new', ...MANAGED.map((below) => manage + below), '/mailbox'])
    pages.push([path, await browser.get(path)])
  for (const path of [shop, '/auth/login', '/auth/register', '/no/such/page'])
    pages.push([path, await buyer().get(path)])
  return pages
}

describe('the markup of every page', () => {
  it('has one title, one main part, one first heading, a language, and ids that occur once', async () => {
    for (const [path, { html }] of await everyPage()) {
      const tags = tagsOf(html)
      const count = (wanted: string) => tags.filter(({ name }) => name === wanted).length
      expect([count('title'), count('main'), count('h1')], path).toEqual([1, 1, 1])
      expect(tags.find(({ name }) => name === 'html')?.attributes['lang'], path).toBe('en')
      const ids = tags.flatMap(({ attributes }) => attributes['id'] ?? [])
      expect(ids.length, path).toBe(new Set(ids).size)
    }
  })

  it('has a label for every field, and text or a label for every link and button', async () => {
    for (const [path, { html }] of await everyPage()) {
      const tags = tagsOf(html)
      const labelled = new Set(tags.flatMap(({ attributes }) => attributes['for'] ?? []))
      const fields = tags.filter(({ name }) => /^(input|select|textarea)$/.test(name))
      for (const { attributes } of fields.filter((each) => each.attributes['type'] !== 'hidden')) {
        const isLabelled = labelled.has(attributes['id'] ?? '') || attributes['name'] === 'payment'
        expect(isLabelled, `${path}: ${attributes['name']}`).toBe(true)
      }
      for (const [whole, , opening = '', inner = ''] of html.matchAll(
        /<(a|button)\b([^>]*)>([^]*?)<\/\1>/g,
      )) {
        const text = inner.replaceAll(/<svg[^]*?<\/svg>|<[^>]+>/g, '').trim()
        expect(text !== '' || opening.includes('aria-label='), `${path}: ${whole}`).toBe(true)
      }
    }
  })

  it('describes each field only by elements that are on the page, and puts no field before others', async () => {
    for (const [path, { html }] of await everyPage()) {
      const tags = tagsOf(html)
      const ids = new Set(tags.flatMap(({ attributes }) => attributes['id'] ?? []))
      for (const { attributes } of tags) {
        const named = `${attributes['aria-describedby'] ?? ''} ${attributes['aria-labelledby'] ?? ''}`
        for (const id of named.split(' ').filter((each) => each !== ''))
          expect(ids, `${path}: ${id}`).toContain(id)
        expect(Number(attributes['tabindex'] ?? 0), path).toBeLessThanOrEqual(0)
      }
    }
  })
})

/** Each form: the page it is on, the fields that are typed, and those that must be refused. */
const FORMS: readonly [path: string, typed: Record<string, string>, refused: readonly string[]][] = [
  [
    '/manage/new',
    { title: ' ', start: 'soon', end: '<b>', timezone: 'UTC', category: 'MUSIC' },
    ['title', 'start', 'end'],
  ],
  [
    '{manage}/settings',
    { title: '', start: '"x"', support_email: 'no@', website_url: 'x://y' },
    ['title', 'start', 'support_email', 'website_url'],
  ],
  [
    '{manage}/tickets/new',
    { type: 'PAID', title: '', price: '1e3', quantity: '<9>', sale_end: "'" },
    ['title', 'price', 'quantity', 'sale_end'],
  ],
  [
    '{manage}/promo-codes',
    { code: '', discount_type: 'FIXED', discount: '-1', expiry_date: '"' },
    ['code', 'discount', 'expiry_date'],
  ],
  ['{manage}/sections', { name: '', description: '<i>kept</i>' }, ['name']],
  ['{manage}/taxes', { name: '', type: 'FEE', calculation_type: 'FIXED', rate: '1.999' }, ['name', 'rate']],
  [
    '/auth/register',
    { first_name: '', last_name: '"><b>', email: 'x@y', password: 'short' },
    ['first_name', 'email', 'password'],
  ],
]

describe('a refused form', () => {
  it.each(FORMS)(
    'of %s keeps %j as it was typed and names the reason at each wrong field',
    async (path, typed, refused) => {
      const browser = path.startsWith('/auth') ? buyer() : fixture.browser
      const at = path.replace('{manage}', fixture.manage)
      const before = fieldsOf((await browser.get(at)).html)
      const page = await browser.post(at, { ...before, ...typed })
      expect(page.status).toBe(422)
      expect(page.html).toContain('<title>Error: ')
      const { password: _never, ...shown } = typed
      expect(fieldsOf(page.html)).toMatchObject(shown)
      const invalid = tagsOf(page.html).filter(({ attributes }) => attributes['aria-invalid'] === 'true')
      expect(invalid.map(({ attributes }) => attributes['name'])).toEqual(
        expect.arrayContaining([...refused]),
      )
      for (const name of refused) {
        expect(page.html).toContain(`href="#f-${name}"`)
        expect(page.html).toMatch(new RegExp(`id="f-${name}-error">[^<]+<`))
      }
    },
  )

  it('of the checkout keeps the holders of all tickets', async () => {
    const typed = {
      ...fieldsOf(details.html),
      first_name: '<Ada>',
      email: 'x',
      'ticket.1.same': '',
      'ticket.1.last_name': '"B"',
    }
    const page = await buyer().post(actionOf(details, '/details'), typed)
    expect(page.status).toBe(422)
    expect(fieldsOf(page.html)).toMatchObject({
      first_name: '<Ada>',
      email: 'x',
      'ticket.1.last_name': '"B"',
    })
    expect(page.html).toContain('href="#f-ticket-1-first_name"')
  })
})

describe('the message after a form', () => {
  it('is one of our own sentences: a link cannot put words on the page', async () => {
    const saved = await fixture.browser.get(`${fixture.manage}/settings?done=saved`)
    expect(saved.text).toContain('Saved.')
    for (const done of ['Pay+to+account+42', 'constructor', '__proto__', 'toString']) {
      const { html } = await fixture.browser.get(`${fixture.manage}/settings?done=${done}`)
      expect(html, done).not.toContain('notice--good')
    }
  })
})

describe('the limit of forms', () => {
  it('counts for each user alone, leaves reading free, and ends after a minute', async () => {
    let now = Date.now()
    const small = await startOffice({
      context: { clock: { ...office.context.clock, now: () => now } },
      env: { APP_API_RATE_LIMIT_PER_MINUTE: '40' },
    })
    const [one, two] = [await createEventFixture(small), await createEventFixture(small)]
    const post = ({ browser, manage }: EventFixture) => browser.post(`${manage}/sections`, { name: '' })
    const statuses: number[] = []
    for (let at = 0; at < 41; at++) statuses.push((await post(one)).status)
    expect(statuses.filter((each) => each === 429)).toHaveLength(1)
    expect(statuses.at(-1)).toBe(429)
    expect((await one.browser.get(one.manage)).status).toBe(200)
    expect((await post(two)).status).toBe(422)
    now += 60_001
    expect((await post(one)).status).toBe(422)
    await small.close()
  })
})
