import { createQueue, type Queue } from '@tuvens/platform/work'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import {
  ADA,
  actionOf,
  buyTickets,
  chooseTickets,
  addTicket,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { createMailTransport } from '@tuvens/platform/mail'
import { mailQueue, startSending } from './send.ts'

/** A mail server that keeps what it gets, or answers `refuse`. */
type Server = { url: string; mails: ParsedMail[]; refuse: number | null; close: () => Promise<void> }

async function startServer(): Promise<Server> {
  const server: Server = { url: '', mails: [], refuse: null, close: async () => {} }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      if (server.refuse !== null) {
        stream.resume()
        stream.once('end', () => done(Object.assign(new Error('no'), { responseCode: server.refuse ?? 0 })))
        return
      }
      void simpleParser(stream).then((mail) => {
        server.mails.push(mail)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  server.url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
  server.close = () => new Promise((resolve) => smtp.close(resolve))
  return server
}

describe('mails by SMTP', () => {
  let office: TestOffice
  let fixture: EventFixture
  let server: Server
  let transport: ReturnType<typeof createMailTransport>
  let queue: Queue
  let now = Date.now()
  const clock = { now: () => now }
  beforeAll(async () => {
    server = await startServer()
    office = await startOffice({ config: { smtpUrl: server.url } })
    fixture = await createEventFixture(office, {
      title: 'Blue Note at Dusk & Friends',
      start_date: '2030-05-01T20:00:00',
      timezone: 'Europe/Amsterdam',
    })
    const { db, log } = office.context
    transport = createMailTransport({ smtpUrl: server.url, from: 'Tickets <t@example.com>' })
    queue = createQueue(mailQueue({ db, log, clock }, transport))
  })
  afterEach(() => {
    server.mails = []
    server.refuse = null
  })
  afterAll(async () => {
    transport.close()
    await office.close()
    await server.close()
  })

  const sendDue = async () => {
    await queue.fill()
    await queue.idle()
  }
  const sweep = () => {
    now = Date.now() + 1000
    return sendDue()
  }
  const to = (mail: ParsedMail) => (mail.to as AddressObject).text
  const mailTo = (address: string) => server.mails.find((mail) => to(mail) === address)

  it('contain the order for the buyer and a ticket for every other attendee, each with the calendar file', async () => {
    const buyer = new Browser(office.app)
    const product = await addTicket(fixture, { title: 'Seat' })
    const page = await chooseTickets(buyer, fixture, { [`quantity.${product.priceIds[0]}`]: '2' })
    const summary = await buyer.submit(actionOf(page, '/details'), {
      ...ADA,
      'ticket.0.same': 'on',
      'ticket.1.first_name': 'Bo',
      'ticket.1.last_name': 'Lind',
      'ticket.1.email': 'bo@example.com',
    })
    expect(summary.text).toContain('on the way to ada@example.com')
    await sweep()
    expect(server.mails).toHaveLength(2)
    const order = mailTo('ada@example.com')
    expect(order?.subject).toBe('Your tickets: Blue Note at Dusk & Friends')
    expect(order?.from?.text).toBe('"Tickets" <t@example.com>')
    expect(order?.text).toContain('When: Wednesday 1 May 2030, 20:00 (Central European Summer Time)')
    expect(order?.text).toMatch(/Bo Lind, Seat\nNumber: A-\w+\nhttp:\/\/localhost:3002\/ticket\/a_\w{13}/)
    expect(order?.html).toContain('<h1')
    const calendar = order?.attachments.find((each) => each.contentType === 'text/calendar')
    expect(order?.attachments.filter((each) => each.contentType === 'image/png')).toHaveLength(2)
    expect(calendar?.content.toString()).toContain('SUMMARY:Blue Note at Dusk & Friends')
    const ticket = mailTo('bo@example.com')
    expect(ticket?.subject).toBe('Your ticket: Blue Note at Dusk & Friends')
    expect(ticket?.attachments.map((each) => each.contentType).toSorted()).toEqual([
      'image/png',
      'text/calendar',
    ])
    // The parser puts the picture where the mail shows it.
    expect(ticket?.html).toContain('src="data:image/png;base64,')
    expect(ticket?.text).toContain('Number: A-')
  })

  it('are sent once, also by concurrent senders', async () => {
    const product = await addTicket(fixture)
    await buyTickets(new Browser(office.app), fixture, { product })
    await Promise.all([sweep(), sweep(), sweep()])
    await sweep()
    expect(server.mails).toHaveLength(1)
  })

  it('explain payment at the door, and report a cancellation', async () => {
    await fixture.organiser.call('PATCH', `/events/${fixture.eventId}/settings`, {
      offline_payment_instructions: '<p>Cash at the desk.</p>',
    })
    const product = await addTicket(fixture, { title: 'Supporter', type: 'PAID', prices: [{ price: 12.5 }] })
    await buyTickets(new Browser(office.app), fixture, { product })
    await sweep()
    expect(server.mails[0]?.subject).toBe('Your reservation: Blue Note at Dusk & Friends')
    expect(server.mails[0]?.text).toContain('Total: €12.50, to be paid at the door')
    expect(server.mails[0]?.text).toContain('How to pay: Cash at the desk.')
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}/orders`)
    await fixture.organiser.call('POST', `/events/${fixture.eventId}/orders/${body.data[0].id}/cancel`, {})
    await sweep()
    expect(server.mails[1]?.subject).toBe('Cancelled: your order for Blue Note at Dusk & Friends')
    expect(server.mails[1]?.text).toContain('Its ticket is no longer valid.')
  })

  const rowsTo = (recipient: string) =>
    office.database.db<
      {
        attempts: number
        sent_at: Date | null
        given_up_at: Date | null
        failure: string | null
        due_at: Date
      }[]
    >`select attempts, sent_at, given_up_at, failure, due_at from mails where recipient = ${recipient}`

  const order = async (email: string) => {
    const buyer = new Browser(office.app)
    const product = await addTicket(fixture)
    const page = await chooseTickets(buyer, fixture, { [`quantity.${product.priceIds[0]}`]: '1' })
    return buyer.submit(actionOf(page, '/details'), { ...ADA, email, 'ticket.0.same': 'on' })
  }

  it('are retried while the server is busy', async () => {
    await order('later@example.com')
    server.refuse = 451
    await sweep()
    const [waiting] = await rowsTo('later@example.com')
    expect(waiting).toMatchObject({ attempts: 1, sent_at: null, given_up_at: null, failure: 'EMESSAGE 451' })
    server.refuse = null
    now = (waiting?.due_at.getTime() ?? 0) - 1
    await sendDue()
    expect(server.mails).toEqual([])
    now += 2
    await sendDue()
    expect(server.mails).toHaveLength(1)
    expect((await rowsTo('later@example.com'))[0]?.sent_at).not.toBeNull()
  })

  it('are not retried after a final refusal of the server', async () => {
    await order('never@example.com')
    server.refuse = 550
    await sweep()
    const [row] = await rowsTo('never@example.com')
    expect(row?.given_up_at).not.toBeNull()
    server.refuse = null
    now = Date.now() + 7 * 86_400_000
    await sendDue()
    expect(mailTo('never@example.com')).toBeUndefined()
  })

  it('wait longer after each failure, and are given up after the seventh', async () => {
    await order('busy@example.com')
    server.refuse = 421
    const pauses: number[] = []
    now = Date.now() + 1000
    await sendDue()
    for (let attempt = 1; attempt < 7; attempt++) {
      const [row] = await rowsTo('busy@example.com')
      expect(row).toMatchObject({ attempts: attempt, given_up_at: null })
      pauses.push((row?.due_at.getTime() ?? 0) - now)
      now = row?.due_at.getTime() ?? 0
      await sendDue()
    }
    expect(pauses.map((ms) => ms / 1000)).toEqual([30, 120, 600, 3600, 21_600, 86_400])
    expect((await rowsTo('busy@example.com'))[0]).toMatchObject({ attempts: 7, sent_at: null })
    expect((await rowsTo('busy@example.com'))[0]?.given_up_at).not.toBeNull()
  })

  it('do not delay an order while the mail server is down', async () => {
    const gone = createMailTransport({ smtpUrl: 'smtp://127.0.0.1:1', from: 't@example.com' })
    const unsent = createQueue(mailQueue(office.context, gone))
    const summary = await order('unsent@example.com')
    expect(summary.text).toContain('You’re going')
    await unsent.fill()
    await unsent.idle()
    expect((await rowsTo('unsent@example.com'))[0]).toMatchObject({ attempts: 1, failure: 'ESOCKET' })
    gone.close()
  })

  it('are sent in the background, and no more once that is stopped', async () => {
    const sender = startSending(office.context, {
      smtpUrl: server.url,
      from: 't@example.com',
      pollMs: 20,
    })
    await order('background@example.com')
    await vi.waitFor(() => expect(mailTo('background@example.com')).toBeDefined(), 60_000)
    await sender.stop()
    await order('stopped@example.com')
    expect((await rowsTo('stopped@example.com'))[0]).toMatchObject({ attempts: 0, sent_at: null })
  })

  it('are not shown at /mailbox when SMTP is set', async () => {
    const both = await startOffice({
      config: { smtpUrl: server.url, mailbox: true },
      database: office.database,
    })
    expect((await new Browser(both.app).get('/mailbox?address=ada@example.com')).status).toBe(404)
    await both.app.close()
  })
})

describe('the mailbox', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice({ config: { mailbox: true } })
    fixture = await createEventFixture(office)
    await buyTickets(new Browser(office.app), fixture, { product: await addTicket(fixture) })
  })
  afterAll(() => office.close())

  it('is a 404 unless it is switched on', async () => {
    const plain = await startOffice({ database: office.database })
    expect((await new Browser(plain.app).get('/mailbox')).status).toBe(404)
    const summary = await buyTickets(new Browser(plain.app), fixture, { product: await addTicket(fixture) })
    expect(summary.text).toContain('Keep the address of this page')
    await plain.app.close()
  })

  it('shows a visitor the mails to the address they type, and no others', async () => {
    const visitor = new Browser(office.app)
    expect((await visitor.get('/mailbox')).text).not.toContain('ada@example.com')
    const list = await visitor.get('/mailbox?address=ADA@example.com')
    expect(list.text).toContain('Your ticket: Blue Note at Dusk')
    const path = /href="(\/mailbox\/\d+[^"]*)"/.exec(list.html)?.[1] ?? ''
    const mail = await visitor.get(path)
    expect(mail.text).toContain('To ada@example.com')
    const id = /\d+/.exec(path)?.[0] ?? ''
    for (const other of [
      `/mailbox/${id}`,
      `/mailbox/${id}?address=bo@example.com`,
      `/mailbox/${id}/attachment/0`,
    ])
      expect((await visitor.get(other)).status, other).toBe(404)
  })

  it('names the mailbox of the event site, which has mails of its own', async () => {
    const linked = await startOffice({
      database: office.database,
      config: { mailbox: true, organisersUrl: 'https://site.example' },
    })
    const there = 'https://site.example/mailbox'
    expect((await new Browser(linked.app).get('/mailbox')).html).toContain(`href="${there}"`)
    const searched = await new Browser(linked.app).get('/mailbox?address=ada@example.com')
    expect(searched.html).toContain(`href="${there}?address=ada%40example.com"`)
    expect((await new Browser(office.app).get('/mailbox')).html).not.toContain('event site')
    await linked.app.close()
  })

  it('shows organisers only the mail of their account', async () => {
    const own = await fixture.browser.get('/mailbox')
    expect(own.text).toContain('ada@example.com')
    const stranger = await createEventFixture(office)
    expect((await stranger.browser.get('/mailbox')).text).not.toContain('ada@example.com')
    const id = /href="\/mailbox\/(\d+)"/.exec(own.html)?.[1] ?? ''
    expect((await stranger.browser.get(`/mailbox/${id}`)).status).toBe(404)
  })

  it('shows a mail in a sandbox where scripts cannot run', async () => {
    const visitor = new Browser(office.app)
    const list = await visitor.get('/mailbox?address=ada@example.com')
    const id = /href="\/mailbox\/(\d+)/.exec(list.html)?.[1] ?? ''
    const mail = await visitor.get(`/mailbox/${id}?address=ada@example.com`)
    expect(mail.text).toContain('Hello Ada, you are going.')
    expect(String(mail.headers['content-security-policy'])).toMatch(
      /default-src 'none'.*style-src-attr 'unsafe-inline'$/,
    )
    expect(String(list.headers['content-security-policy'])).not.toContain('unsafe-inline')
    const file = await visitor.get(`/mailbox/${id}/attachment/0?address=ada@example.com`)
    expect(file.html).toContain('BEGIN:VCALENDAR')
    expect((await visitor.get(`/mailbox/${id}/attachment/9?address=ada@example.com`)).status).toBe(404)
  })
})
