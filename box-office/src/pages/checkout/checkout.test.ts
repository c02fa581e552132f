import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import type { MadeProduct } from '../../../test-support/organiser.ts'
import { Browser } from '../../../test-support/browser.ts'
import {
  ADA,
  actionOf,
  buyTickets,
  chooseTickets,
  addTicket,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'

describe('the checkout', () => {
  let office: TestOffice
  let fixture: EventFixture
  let free: MadeProduct
  let paid: MadeProduct
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office, { title: 'Blue Note at Dusk', timezone: 'Europe/Amsterdam' })
    free = await addTicket(fixture, { title: 'General admission' })
    paid = await addTicket(fixture, { title: 'Supporter', type: 'PAID', prices: [{ price: 12.5 }] })
    const settings = {
      offline_payment_instructions: '<p>Cash at the desk.</p>',
      post_checkout_message: '<p>Bring a coat.</p>',
    }
    await fixture.organiser.call('PATCH', `/events/${fixture.eventId}/settings`, settings)
  })
  afterAll(() => office.close())

  const visitor = () => new Browser(office.app)
  const q = ({ priceIds }: MadeProduct) => `quantity.${priceIds[0]}`
  const open = async (chosen: Record<string, string>, buyer = visitor()) => {
    const page = await chooseTickets(buyer, fixture, chosen)
    return { buyer, page, path: actionOf(page, '/details') }
  }
  const expire = () => office.database.db`update orders set reserved_until = now() - interval '1 second'`

  it('shows until when the tickets are reserved, in the time zone of the event', async () => {
    const { page } = await open({ [q(free)]: '1' })
    const [order] = await office.database.db<{ until: Date }[]>`
      select reserved_until as until from orders order by id desc limit 1`
    const clock = order?.until.toLocaleTimeString('en-GB', {
      timeZone: 'Europe/Amsterdam',
      hour: '2-digit',
      minute: '2-digit',
    })
    expect(page.text).toContain(`Held for you until ${clock}`)
    expect(page.html).toMatch(/data-hold-seconds="(8\d\d|900)"/)
  })

  it('opens from the address the picker leads to, and again by its own cookie', async () => {
    const { page, path } = await open({ [q(free)]: '1' })
    const session = /name="session_identifier" value="(\w+)"/.exec(page.html)?.[1] ?? ''
    const fresh = visitor()
    const first = await fresh.get(`${path}?session_identifier=${session}`)
    expect(first.status).toBe(200)
    expect(String(first.headers['set-cookie'])).toMatch(
      new RegExp(
        `^order_o_\\w+=${session}; Max-Age=\\d+; Path=/checkout/${fixture.eventId}/o_\\w+; HttpOnly; Secure; SameSite=Lax`,
      ),
    )
    expect((await fresh.get(path)).status).toBe(200)
  })

  it('is closed to every other browser', async () => {
    const { path } = await open({ [q(free)]: '1' })
    for (const query of ['', '?session_identifier=', '?session_identifier=0000']) {
      const page = await visitor().get(path + query)
      expect(page.status).toBe(403)
      expect(page.text).toContain('This order was started in another browser')
    }
    const posted = await visitor().post(path, { ...ADA, 'ticket.0.same': 'on' })
    expect(posted.status).toBe(403)
  })

  it('works without cookies: the form carries the order', async () => {
    const { page, path } = await open({ [q(free)]: '1' })
    const session = /name="session_identifier" value="(\w+)"/.exec(page.html)?.[1] ?? ''
    const done = await visitor().post(path, { ...ADA, 'ticket.0.same': 'on', session_identifier: session })
    expect(done.location).toMatch(/\/summary$/)
  })

  it.each([
    [{ first_name: '' }, 'Write your first name'],
    [{ last_name: ' ' }, 'Write your last name'],
    [{ email: 'ada' }, 'Write the e-mail address in full'],
    [{ first_name: 'x'.repeat(41) }, 'Use at most 40 characters'],
    [{ 'ticket.0.same': '', 'ticket.0.email': 'bo@example.com' }, 'Write their first name'],
  ])('refuses %j and keeps the rest', async (changes, words) => {
    const { buyer, path } = await open({ [q(free)]: '1' })
    const typed = { ...ADA, 'ticket.0.same': 'on', ...(changes as Record<string, string>) }
    const page = await buyer.post(path, typed)
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    if (!('last_name' in changes)) expect(page.html).toContain('value="Okafor"')
    if ('ticket.0.email' in changes) expect(page.html).toContain('value="bo@example.com"')
  })

  it('names each ticket, or takes the buyer’s name', async () => {
    const { buyer, path, page } = await open({ [q(free)]: '2', [q(paid)]: '1' })
    expect(page.text).toContain('General admission 1 of 2')
    const summary = await buyer.submit(path, {
      ...ADA,
      'ticket.0.same': 'on',
      'ticket.1.first_name': 'Bo',
      'ticket.1.last_name': 'Lind',
      'ticket.1.email': 'bo@example.com',
      'ticket.2.same': 'on',
    })
    expect(summary.text).toMatch(
      /General admission Ada Okafor .*General admission Bo Lind .*Supporter Ada Okafor/,
    )
  })

  it("needs only the buyer's name where the organiser chose so", async () => {
    const simple = await createEventFixture(office)
    const product = await addTicket(simple)
    await simple.organiser.call('PATCH', `/events/${simple.eventId}/settings`, {
      attendee_details_collection_method: 'PER_ORDER',
    })
    const buyer = visitor()
    const page = await chooseTickets(buyer, simple, { [q(product)]: '2' })
    expect(page.text).not.toContain('Who are the tickets for?')
    expect((await buyer.submit(actionOf(page, '/details'), ADA)).text).toContain('You’re going')
  })

  it('keeps places that are paid at the door, and explains how', async () => {
    const { buyer, path, page } = await open({ [q(paid)]: '2' })
    expect(page.text).toContain('Reserve, and pay €25.00 at the door')
    expect(page.text).toContain('Cash at the desk.')
    const summary = await buyer.submit(path, { ...ADA, 'ticket.0.same': 'on', 'ticket.1.same': 'on' })
    expect(summary.text).toContain('Your places are kept')
    expect(summary.text).toContain('€25.00 to pay at the door.')
    const ticket = await buyer.open(/href="(\/ticket\/a_\w+)"/.exec(summary.html)?.[1] ?? '')
    expect(ticket.text).toContain('Not paid yet. €25.00 for the whole order, at the door.')
  })

  it('shows the tickets, the number, what comes next, and a calendar file', async () => {
    const buyer = visitor()
    const summary = await buyTickets(buyer, fixture, { product: free, quantity: 2 })
    expect(summary.html.match(/<svg class="qr"/g)).toHaveLength(2)
    expect(summary.text).toMatch(/Order O-[A-Z0-9]{7}/)
    expect(summary.text).toContain('Bring a coat.')
    const calendar = await visitor().get(/href="([^"]*calendar\.ics)"/.exec(summary.html)?.[1] ?? '')
    expect(calendar.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(calendar.html).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect(calendar.html).toContain('SUMMARY:Blue Note at Dusk')
  })

  it('completes an order once: a second click shows the same tickets', async () => {
    const { buyer, path } = await open({ [q(free)]: '1' })
    const fields = { ...ADA, 'ticket.0.same': 'on' }
    const [one, two] = await Promise.all([buyer.post(path, fields), buyer.post(path, fields)])
    expect([one.status, two.status]).toEqual([303, 303])
    expect(new Set([one.location, two.location]).size).toBe(1)
    const summary = await buyer.open(one.location)
    expect(summary.html.match(/<svg class="qr"/g)).toHaveLength(1)
    expect((await buyer.get(path)).location).toBe(one.location)
  })

  it('shows a waiting page to a second request while the order is completed, and continues by itself', async () => {
    const { buyer, path } = await open({ [q(free)]: '1' })
    const summary = path.replace('/details', '/summary')
    const claim = (until: string) => office.database.db`
      update orders set claimed_until = now() + ${until}::interval where status = 'RESERVED'`
    await claim('1 minute')
    expect((await buyer.post(path, { ...ADA, 'ticket.0.same': 'on' })).location).toBe(summary)
    const waiting = await buyer.open(path)
    expect([waiting.status, waiting.headers['refresh']]).toEqual([202, `2; url=${summary}`])
    expect(waiting.text).toContain('We are finishing your order')
    await claim('-1 second')
    expect((await buyer.submit(path, { ...ADA, 'ticket.0.same': 'on' })).text).toContain('You’re going')
  })

  it('keeps what was typed when the organiser requires more names meanwhile', async () => {
    const changing = await createEventFixture(office)
    const product = await addTicket(changing)
    const ask = (method: string) =>
      changing.organiser.call('PATCH', `/events/${changing.eventId}/settings`, {
        attendee_details_collection_method: method,
      })
    await ask('PER_ORDER')
    const buyer = visitor()
    const path = actionOf(await chooseTickets(buyer, changing, { [q(product)]: '1' }), '/details')
    await ask('PER_TICKET')
    const page = await buyer.post(path, ADA)
    expect(page.status).toBe(422)
    expect(page.text).toContain('Who is the ticket for?')
    expect(page.html).toContain('value="Okafor"')
  })

  it('calls merchandise an order and needs no names', async () => {
    const shirt = await addTicket(fixture, { title: 'Shirt', product_type: 'GENERAL' })
    const dear = await addTicket(fixture, {
      title: 'Vinyl',
      product_type: 'GENERAL',
      type: 'PAID',
      prices: [{ price: 30 }],
    })
    const { buyer, path, page } = await open({ [q(shirt)]: '2' })
    expect(page.text).not.toContain('Who are the tickets for?')
    expect(page.text).toContain('Finish the order')
    const summary = await buyer.submit(path, ADA)
    expect(summary.text).toMatch(/Your order is in .* Say the number O-\w+ when you pick it up\./)
    expect(summary.text).toContain('2 × Shirt')
    expect(summary.html).not.toContain('<svg class="qr"')
    const { buyer: other, path: paying } = await open({ [q(dear)]: '1' })
    expect((await other.submit(paying, ADA)).text).toMatch(/Your order is kept .*€30\.00 to pay at the door/)
    const mails = await office.database.db<{ subject: string; text: string }[]>`
      select subject, text from mails order by id desc limit 2`
    expect(mails.map((each) => each.subject)).toEqual([
      'Your order: Blue Note at Dusk',
      'Your order: Blue Note at Dusk',
    ])
    expect(mails[1]?.text).toMatch(/your order is in\. Say its number, O-\w+, when you pick it up/)
    expect(mails[1]?.text).toContain('For: 2 × Shirt')
    expect(mails[1]?.text).not.toMatch(/ticket/i)
  })

  it('gives a ticket for the admission and none for the shirt in the same order', async () => {
    const shirt = await addTicket(fixture, { title: 'Long sleeve', product_type: 'GENERAL' })
    const { buyer, path, page } = await open({ [q(free)]: '1', [q(shirt)]: '1' })
    expect(page.text).toContain('Who is the ticket for?')
    const summary = await buyer.submit(path, { ...ADA, 'ticket.0.same': 'on' })
    expect(summary.html.match(/<svg class="qr"/g)).toHaveLength(1)
    expect(summary.text).toContain('1 × Long sleeve')
  })

  it('states that the time is over, and links to the tickets', async () => {
    const { buyer, path } = await open({ [q(free)]: '1' })
    await expire()
    for (const page of [await buyer.get(path), await buyer.post(path, { ...ADA, 'ticket.0.same': 'on' })]) {
      expect(page.status).toBe(410)
      expect(page.text).toContain('The time to finish is over')
      expect(page.html).toContain(`href="/event/${fixture.eventId}"`)
    }
    const { buyer: other, page, path: theirs } = await open({ [q(free)]: '1' })
    expect(page.status).toBe(200)
    const gave = await other.submit(theirs.replace('/details', '/abandon'), {})
    expect(gave.text).toContain('General admission')
    expect((await other.get(theirs)).text).toContain('You gave these tickets back')
  })

  it('shows open orders no summary, and unknown ones nothing', async () => {
    const { buyer, path } = await open({ [q(free)]: '1' })
    expect((await buyer.get(path.replace('/details', '/summary'))).location).toBe(path)
    expect((await visitor().get(path.replace('/details', '/summary'))).status).toBe(403)
    for (const bad of ['o_0000000000000', 'x', '%00', "o_'or'1'='1'--"])
      expect((await visitor().get(`/checkout/${fixture.eventId}/${bad}/summary`)).status, bad).toBe(404)
    expect((await visitor().get(path.replace(`/${fixture.eventId}/`, '/999999/'))).status).toBe(404)
  })

  it('shows how to join an online event only to ticket holders', async () => {
    const online = await createEventFixture(office)
    const product = await addTicket(online)
    await online.organiser.call('PATCH', `/events/${online.eventId}/settings`, {
      is_online_event: true,
      online_event_connection_details: '<p>Room 42</p>',
    })
    expect((await visitor().get(online.shop)).text).toContain('Online')
    expect((await visitor().get(online.shop)).text).not.toContain('Room 42')
    expect((await buyTickets(visitor(), online, { product })).text).toContain('How to join Room 42')
  })
})

describe('a ticket', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office, { title: 'Blue Note at Dusk' })
  })
  afterAll(() => office.close())

  it('stops being valid when its order is cancelled, and shows this', async () => {
    const buyer = new Browser(office.app)
    const product = await addTicket(fixture)
    const summary = await buyTickets(buyer, fixture, { product })
    const ticket = /href="(\/ticket\/a_\w+)"/.exec(summary.html)?.[1] ?? ''
    expect((await buyer.get(ticket)).html).toContain('<svg class="qr"')
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}/orders`)
    await fixture.organiser.call('POST', `/events/${fixture.eventId}/orders/${body.data[0].id}/cancel`, {})
    const after = await buyer.get(ticket)
    expect(after.text).toContain('This ticket is no longer valid.')
    expect(after.html).not.toContain('<svg class="qr"')
  })

  it.each(['A-FRZEBKE', 'a_0000000000000', 'a_', '%00', "a_'; drop table--", '1'])(
    'is not found by %j',
    async (id) => {
      const page = await new Browser(office.app).get(`/ticket/${encodeURIComponent(id)}`)
      expect(page.status).toBe(404)
      expect(page.text).toContain('This page is not here')
    },
  )
})
