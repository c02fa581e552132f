import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'

describe('from a new event to a ticket, without JavaScript', () => {
  let office: TestOffice
  let organiser: Browser
  let buyer: Browser
  let event: string

  beforeAll(async () => {
    office = await startOffice()
    organiser = new Browser(office.app)
    buyer = new Browser(office.app)
  })
  afterAll(() => office.close())

  it('lets an organiser register and make an event', async () => {
    const home = await organiser.submit('/auth/register', {
      first_name: 'Noor',
      last_name: 'de Vries',
      email: 'noor@example.com',
      password: 'correct horse',
      currency_code: 'EUR',
      timezone: 'Europe/Amsterdam',
    })
    expect(home.text).toContain('No events yet')
    const made = await organiser.post('/manage/new', {
      title: 'Blue Note at Dusk',
      start: '2030-05-01T20:00',
      end: '2030-05-01T23:00',
      timezone: 'Europe/Amsterdam',
      category: 'MUSIC',
      description: 'Jazz by the river.\n\nBring a coat.',
    })
    event = /^\/manage\/event\/(\d+)\/getting-started/.exec(made.location)?.[1] ?? ''
    const steps = await organiser.open(made.location)
    expect(steps.text).toContain('Wednesday 1 May 2030, 20:00 – 23:00')
    expect(steps.text).toContain('Central European Summer Time')
    expect(steps.text).toContain('Add a ticket')
    expect(steps.html).not.toContain('>Publish</button>')
  })

  it('adds a free ticket and publishes', async () => {
    const steps = await organiser.submit(`/manage/event/${event}/tickets/new`, {
      from: 'getting-started',
      title: 'General admission',
      type: 'FREE',
      quantity: '50',
    })
    expect(steps.text).toContain('Ticket added.')
    expect(steps.text).toContain('General admission Free · 50 places')
    const published = await organiser.submit(`/manage/event/${event}/status`, {
      status: 'LIVE',
      from: 'getting-started',
    })
    expect(published.text).toContain('Tickets are on sale')
  })

  it('lets somebody choose, finish and hold their tickets', async () => {
    const shop = await buyer.open(`/event/${event}/blue-note-at-dusk`)
    expect(shop.text).toContain('General admission Free')
    const quantity = /name="(quantity\.\d+)"/.exec(shop.html)?.[1] ?? ''
    const details = await buyer.submit(`/event/${event}`, { [quantity]: '2' })
    expect(details.text).toMatch(/Held for you until \d\d:\d\d/)
    const path = /action="(\/checkout\/[^"]+\/details)"/.exec(details.html)?.[1] ?? ''
    // The cookie alone finds the order again: a reload works.
    expect((await buyer.get(path)).status).toBe(200)
    const summary = await buyer.submit(path, {
      first_name: 'Ada',
      last_name: 'Okafor',
      email: 'ada@example.com',
      'ticket.0.same': 'on',
      'ticket.1.first_name': 'Bo',
      'ticket.1.last_name': 'Lind',
      'ticket.1.email': 'bo@example.com',
    })
    expect(summary.text).toContain('You’re going')
    expect(summary.text).toContain('Ada Okafor')
    expect(summary.text).toContain('Bo Lind')
    const ticket = /href="(\/ticket\/a_\w+)"/.exec(summary.html)?.[1] ?? ''
    const page = await buyer.open(ticket)
    expect(page.text).toContain('Ada Okafor')
    expect(page.html).toMatch(/<svg class="qr".*aria-label="Code of ticket A-/)
    const calendar = await buyer.get(`${ticket}/calendar.ics`)
    expect(calendar.headers['content-type']).toContain('text/calendar')
    expect(calendar.html).toContain('DTSTART:20300501T180000Z')
  })

  it('shows the organiser what was sold', async () => {
    expect((await organiser.open(`/manage/event/${event}`)).text).toContain('Sold 2 Being bought 0 Left 48')
    expect((await organiser.open(`/manage/event/${event}/tickets`)).text).toContain('2 sold of 50')
  })
})
