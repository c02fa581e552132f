import { afterEach, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../test-support/office.ts'
import {
  type MadeEvent,
  makeEvent,
  makeProduct,
  type Organiser,
  signUp,
  wish,
} from '../test-support/organiser.ts'
import { listMails } from './mail/store.ts'

const offices: TestOffice[] = []
afterEach(async () => {
  await Promise.all(offices.splice(0).map((office) => office.close()))
})

/** A box office with an event on sale, behind a proxy that names the client. */
async function setUp(env: Record<string, string> = {}) {
  const office = await startOffice({ env: { LIMIT_HELD_TICKETS: '10', ...env } })
  offices.push(office)
  const organiser = await signUp(office.api)
  const event = await makeEvent(organiser)
  await organiser.call('PATCH', `/events/${event.eventId}/settings`, {
    attendee_details_collection_method: 'PER_ORDER',
  })
  const call = async (address: string, method: string, path: string, body?: object) => {
    const response = await fetch(`${office.api}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-forwarded-for': address },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return { office, organiser, event, call }
}
type Call = Awaited<ReturnType<typeof setUp>>['call']

async function ticketsOf(organiser: Organiser, event: MadeEvent, quantity: number) {
  return makeProduct(organiser, event, { quantity })
}

function ordersOf(call: Call, { eventId }: MadeEvent) {
  const path = `/public/events/${eventId}/order`
  const person = (name: string) => ({ first_name: name, last_name: 'L', email: `${name}@example.com` })
  return {
    hold: (address: string, body: object) => call(address, 'POST', path, body),
    abandon: (
      address: string,
      { short_id, session_identifier }: { short_id: string; session_identifier: string },
    ) => call(address, 'POST', `${path}/${short_id}/abandon?session_identifier=${session_identifier}`, {}),
    finish: (
      address: string,
      { short_id, session_identifier }: { short_id: string; session_identifier: string },
      holders: object[] = [],
    ) => {
      const body = { order: person('ada'), products: holders }
      return call(address, 'PUT', `${path}/${short_id}?session_identifier=${session_identifier}`, body)
    },
  }
}

describe('holding tickets', () => {
  it('leaves half of twenty tickets to others, whatever one client does', async () => {
    const { organiser, event, call } = await setUp()
    const tickets = await ticketsOf(organiser, event, 20)
    const { hold } = ordersOf(call, event)
    expect((await hold('192.0.2.1', wish(tickets, 20))).status).toBe(429)
    expect((await hold('192.0.2.1', wish(tickets, 6))).status).toBe(201)
    const refused = await hold('192.0.2.1', wish(tickets, 5))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([
      429,
      expect.stringMatching(/^\d+$/),
    ])
    expect(refused.body.message).toMatch(/Finish an open order first, or try again in \d+ minutes/)
    expect((await hold('192.0.2.1', wish(tickets, 4))).status).toBe(201)
    expect((await hold('192.0.2.2', wish(tickets, 10))).status).toBe(201)
  })

  it('is limited for an IPv6 network as a whole', async () => {
    const { organiser, event, call } = await setUp()
    const tickets = await ticketsOf(organiser, event, 20)
    const { hold } = ordersOf(call, event)
    expect((await hold('2001:db8::1', wish(tickets, 10))).status).toBe(201)
    expect((await hold('2001:db8::2', wish(tickets, 10))).status).toBe(429)
  })

  it('cannot be repeated again and again', async () => {
    const { office, organiser, event, call } = await setUp()
    const tickets = await ticketsOf(organiser, event, 20)
    const { hold, abandon } = ordersOf(call, event)
    const statuses: number[] = []
    for (let round = 0; round < 4; round++) {
      const held = await hold('192.0.2.1', wish(tickets, 10))
      statuses.push(held.status)
      if (held.status === 201) await abandon('192.0.2.1', held.body.data)
      // As if it had been held almost to the end.
      await office.database.db`
        update orders set created_at = created_at - interval '15 minutes', reserved_until = updated_at
        where status = 'ABANDONED' and reserved_until > updated_at`
    }
    expect(statuses).toEqual([201, 201, 429, 429])
    expect((await hold('192.0.2.2', wish(tickets, 10))).status).toBe(201)
  })

  it('does not hinder somebody who finishes each order', async () => {
    const { office, organiser, event, call } = await setUp()
    const tickets = await ticketsOf(organiser, event, 40)
    const { hold, finish } = ordersOf(call, event)
    for (let round = 0; round < 4; round++) {
      const held = await hold('192.0.2.1', wish(tickets, 10))
      expect(held.status).toBe(201)
      expect((await finish('192.0.2.1', held.body.data)).status).toBe(200)
      // As if the time in which it was being completed had passed.
      await office.database.db`update orders set claimed_until = clock_timestamp() - interval '1 minute'`
    }
  })

  it('is not limited where no stock can run out, and grows with the stock', async () => {
    const { organiser, event, call } = await setUp()
    const unlimited = await makeProduct(organiser, event, {})
    const many = await ticketsOf(organiser, event, 400)
    const { hold } = ordersOf(call, event)
    expect((await hold('192.0.2.1', wish(unlimited, 100))).status).toBe(201)
    expect((await hold('192.0.2.1', wish(many, 100))).status).toBe(201)
    expect((await hold('192.0.2.1', wish(many, 1))).status).toBe(429)
  })
})

describe('the mails of an order', () => {
  it('are counted without a lock, so that a slow counter holds up no other order', async () => {
    const { office, event, organiser, call } = await setUp()
    const tickets = await makeProduct(organiser, event, {})
    const { hold, finish } = ordersOf(call, event)
    const held = await hold('192.0.2.1', wish(tickets, 1))
    const open: number[] = []
    const { check } = office.context.entrances
    office.context.entrances.check = async (name, visitor) => {
      const [row] = await office.database.db<{ count: number }[]>`
        select count(*)::int from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`
      open.push(row?.count ?? 0)
      return check(name, visitor)
    }
    expect((await finish('192.0.2.1', held.body.data)).status).toBe(200)
    expect(open.length).toBeGreaterThan(0)
    expect(Math.max(...open)).toBe(0)
  })

  it('reach a buyer whose earlier order named many others', async () => {
    // Three tenths of the defaults: 18 mails of one client, three to one address.
    const { office, organiser, event, call } = await setUp({ LIMIT_MAILS: '18' })
    await organiser.call('PATCH', `/events/${event.eventId}/settings`, {
      attendee_details_collection_method: 'PER_TICKET',
    })
    const tickets = await makeProduct(organiser, event, {})
    const { hold, finish } = ordersOf(call, event)
    const { products } = wish(tickets, 8)
    const [price] = products[0]?.quantities ?? []
    for (let order = 0; order < 3; order++) {
      const held = await hold('192.0.2.1', { products })
      const holders = Array.from({ length: 8 }, (_each, at) => ({
        product_price_id: price?.price_id,
        first_name: 'Other',
        last_name: 'Person',
        email: `other${order}-${at}@example.com`,
      }))
      expect((await finish('192.0.2.1', held.body.data, holders)).status).toBe(200)
    }
    const mails = await listMails(office.database.db, { accountId: null, recipient: null })
    const countOf = (start: string) => mails.filter(({ recipient }) => recipient.startsWith(start)).length
    expect([countOf('ada'), countOf('other')]).toEqual([3, 18])
  })

  it('go to few strangers per client, and the buyer is told to pass the links on', async () => {
    const { office, organiser, event, call } = await setUp({ LIMIT_MAILS: '3' })
    await organiser.call('PATCH', `/events/${event.eventId}/settings`, {
      attendee_details_collection_method: 'PER_TICKET',
    })
    const tickets = await makeProduct(organiser, event, {})
    const { hold, finish } = ordersOf(call, event)
    const { products } = wish(tickets, 8)
    const held = await hold('192.0.2.1', { products })
    const [price] = products[0]?.quantities ?? []
    const holders = Array.from({ length: 8 }, (_each, at) => ({
      product_price_id: price?.price_id,
      first_name: 'Win at evil.example',
      last_name: 'now',
      email: `stranger${at}@example.com`,
    }))
    const finished = await finish('192.0.2.2', held.body.data, holders)
    expect([finished.status, finished.body.message]).toEqual([200, undefined])
    const mails = await listMails(office.database.db, { accountId: null, recipient: null })
    expect(mails.filter(({ recipient }) => recipient.startsWith('stranger'))).toHaveLength(3)
    const [row] = await office.database.db<{ text: string; all: string }[]>`
      select string_agg(text, '') filter (where recipient like 'ada%') as text, string_agg(html || text, '') as all
      from mails`
    expect(row?.text).toContain('Not every ticket holder was sent a mail')
    expect(row?.all).toContain('evil. example')
    expect(row?.all).not.toContain('evil.example')
  })
})

describe('signing in', () => {
  it('is delayed for one login after wrong passwords, also on the pages', async () => {
    const { organiser, call, office } = await setUp()
    const guess = (at: number) =>
      call(`192.0.2.${at}`, 'POST', '/auth/login', { email: organiser.email, password: 'wrong password' })
    const statuses: number[] = []
    for (let at = 0; at < 7; at++) statuses.push((await guess(at)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
    const page = await fetch(office.api.replace('/api', '/auth/login'), {
      method: 'POST',
      headers: { 'x-forwarded-for': '192.0.2.99', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ email: organiser.email, password: 'wrong password' }),
    })
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
    expect(await page.text()).toMatch(/Wait \d+ seconds?/)
  })
})

describe('the waiting list', () => {
  it('takes few entries of one client', async () => {
    const { organiser, event, call } = await setUp({ LIMIT_WAITING_LIST: '2' })
    const tickets = await ticketsOf(organiser, event, 1)
    const { products } = wish(tickets, 1)
    const join = (at: number, address: string) =>
      call(address, 'POST', `/public/events/${event.eventId}/waitlist`, {
        product_price_id: products[0]?.quantities[0]?.price_id,
        email: `${at}@example.com`,
        first_name: 'Ada',
      })
    const statuses: number[] = []
    for (let at = 0; at < 3; at++) statuses.push((await join(at, '192.0.2.1')).status)
    // It is not sold out: the entries are refused, and counted.
    expect(statuses).toEqual([422, 422, 429])
    expect((await join(9, '192.0.2.2')).status).toBe(422)
  })
})
