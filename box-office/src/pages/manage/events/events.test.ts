import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../../../test-support/browser.ts'
import {
  addTicket,
  buyTickets,
  createEventFixture,
  type EventFixture,
} from '../../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../../test-support/office.ts'
import { makeEvent, makeProduct } from '../../../../test-support/organiser.ts'

/** What the settings page holds, as a browser would send it back. */
function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  const put = (attributes: string, value: string) => {
    const name = /name="([^"]*)"/.exec(attributes)?.[1]
    if (name !== undefined) fields[name] = plain(value)
  }
  for (const [, attributes = ''] of html.matchAll(/<input\b([^>]*)>/g)) {
    const unticked = /type="(radio|checkbox)"/.test(attributes) && !/\bchecked\b/.test(attributes)
    if (!unticked) put(attributes, /value="([^"]*)"/.exec(attributes)?.[1] ?? '')
  }
  for (const [, attributes = '', text = ''] of html.matchAll(/<textarea\b([^>]*)>([^]*?)<\/textarea>/g))
    put(attributes, text)
  for (const [, attributes = '', options = ''] of html.matchAll(/<select\b([^>]*)>([^]*?)<\/select>/g))
    put(attributes, /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '')
  return fields
}

const plain = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('the pages of an event', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office, { title: 'Blue Note at Dusk' })
  })
  afterAll(() => office.close())

  const save = async (changes: Record<string, string>, on = fixture) => {
    const page = await on.browser.get(`${on.manage}/settings`)
    return on.browser.post(`${on.manage}/settings`, { ...fieldsOf(page.html), ...changes })
  }

  it('do not exist for another account', async () => {
    const stranger = await createEventFixture(office)
    for (const below of [
      '',
      '/getting-started',
      '/tickets',
      '/tickets/new',
      '/orders',
      '/attendees',
      '/attendees.csv',
      '/promo-codes',
      '/settings',
      '/archive',
      '/delete',
      '/waiting-list',
      '/sections',
      '/taxes',
    ]) {
      const page = await stranger.browser.get(fixture.manage + below)
      expect(page.status, below).toBe(404)
      expect(page.text).toContain('This page is not here')
      expect(page.text).not.toContain('Blue Note')
    }
    for (const below of [
      '/status',
      '/settings',
      '/delete',
      '/tickets/new',
      '/promo-codes',
      '/sections',
      '/taxes',
    ])
      expect(
        (await stranger.browser.post(fixture.manage + below, { status: 'ARCHIVED' })).status,
        below,
      ).toBe(404)
    expect((await fixture.browser.get(fixture.manage)).text).toContain('Blue Note at Dusk')
  })

  it('open with the cookie “token” alone, and not without it', async () => {
    const fresh = new Browser(office.app)
    expect((await fresh.get(`${fixture.manage}/getting-started`)).status).toBe(303)
    fresh.cookies.set('token', { value: fixture.organiser.token, path: '/' })
    expect((await fresh.get(`${fixture.manage}/getting-started`)).status).toBe(200)
  })

  it('list the events of the account by phase', async () => {
    const list = await createEventFixture(office, { title: 'Sells now' })
    const more = { organizer_id: list.organizerId }
    await makeEvent(list.organiser, { ...more, title: 'In the making', status: 'DRAFT' })
    await makeEvent(list.organiser, { ...more, title: 'Called off', status: 'ARCHIVED' })
    await makeEvent(list.organiser, {
      ...more,
      title: 'Long ago',
      start_date: '2020-01-01T20:00:00Z',
      end_date: '2020-01-01T23:00:00Z',
    })
    const { text } = await list.browser.get('/manage')
    expect(text).toMatch(/Published 1 .*Sells now/)
    expect(text).toMatch(/Drafts 1 .*In the making.*Needs a ticket/)
    expect(text).toMatch(/Over and cancelled 2 .*Long ago.*Called off/)
  })

  it('show the phase of an event and the next action', async () => {
    const show = await createEventFixture(office, { title: 'Stands', status: 'DRAFT' })
    expect((await show.browser.get(show.manage)).text).toContain(
      'It needs a ticket before it can be published.',
    )
    const product = await addTicket(show)
    expect((await show.browser.get(show.manage)).html).toContain('>Publish</button>')
    const live = await show.browser.submit(`${show.manage}/status`, { status: 'LIVE' })
    expect(live.text).toContain('Published. Everyone who has your event page open sees it now.')
    expect(live.html).toContain('>Pause sales</button>')
    await buyTickets(new Browser(office.app), show, { product })
    const paused = await show.browser.submit(`${show.manage}/status`, { status: 'DRAFT' })
    expect(paused.text).toContain('Ticket sales are paused')
    expect(paused.html).toContain('>Publish again</button>')
    const asked = await show.browser.get(`${show.manage}/archive`)
    expect(asked.text).toContain('1 ticket is out.')
    const gone = await show.browser.submit(`${show.manage}/status`, { status: 'ARCHIVED' })
    expect(gone.text).toContain('This event is cancelled')
    const back = await show.browser.submit(`${show.manage}/status`, { status: 'DRAFT' })
    expect(back.text).toContain('The event is back as a draft.')
  })

  it('refuse an unknown status', async () => {
    const page = await fixture.browser.post(`${fixture.manage}/status`, { status: 'SOLD' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('This cannot be done')
  })

  it('change everything an event is, and show it again', async () => {
    const done = await save({
      title: 'Blue Note by Night',
      start: '2030-05-01T21:00',
      end: '2030-05-02T01:30',
      timezone: 'America/New_York',
      category: 'FESTIVAL',
      where: 'venue',
      venue_name: 'Paradiso',
      address_line_1: 'Weteringschans 6',
      zip_or_postal_code: '1017 SG',
      city: 'Amsterdam',
      country: 'NL',
      payment: 'Cash or card.\n\nFrom **19:15**.',
      support_email: 'help@example.com',
      website_url: 'https://example.com/event',
      after_checkout: 'Bring a coat.',
    })
    expect([done.status, done.location]).toEqual([303, `${fixture.manage}/settings?done=saved`])
    const { event, settings } = await read(fixture)
    expect(event).toMatchObject({
      title: 'Blue Note by Night',
      start_date: '2030-05-02T01:00:00.000000Z',
      timezone: 'America/New_York',
      category: 'FESTIVAL',
    })
    expect(settings).toMatchObject({
      website_url: 'https://example.com/event',
      support_email: 'help@example.com',
      offline_payment_instructions: '<p>Cash or card.</p><p>From <strong>19:15</strong>.</p>',
      location_details: { venue_name: 'Paradiso', city: 'Amsterdam', country: 'NL' },
    })
    expect((await fixture.browser.get(fixture.manage)).html).toContain('href="https://example.com/event"')
  })

  const read = async ({ organiser, eventId }: EventFixture) => ({
    event: (await organiser.call('GET', `/events/${eventId}`)).body.data,
    settings: (await organiser.call('GET', `/events/${eventId}/settings`)).body.data,
  })

  it('keep the exact HTML of an unchanged description', async () => {
    const html = '<h2>Line-up</h2><table><tbody><tr><td>Mara &amp; friends</td></tr></tbody></table>'
    const rich = await createEventFixture(office, { description: html })
    const before = (await read(rich)).event.description
    await save({ title: 'Another name' }, rich)
    expect((await read(rich)).event).toMatchObject({ title: 'Another name', description: before })
    await save({ description: 'Plain words now.' }, rich)
    expect((await read(rich)).event.description).toBe('<p>Plain words now.</p>')
  })

  it('keep the attributes others have put on an event', async () => {
    const attributes = [{ name: 'their_id', value: '11', is_public: false }]
    const marked = await createEventFixture(office, { attributes })
    await save({ title: 'Renamed' }, marked)
    expect((await read(marked)).event).toMatchObject({ title: 'Renamed', attributes })
  })

  it.each([
    [{ title: ' ' }, 'Give the event a name'],
    [{ title: 'x'.repeat(151) }, 'Use at most 150 characters; this is 151'],
    [{ start: '' }, 'Say when it starts'],
    [{ start: 'soon' }, 'Write a date and a time'],
    [{ start: '2030-02-30T10:00' }, 'Write a date and a time'],
    [{ start: '2030-05-01T20:00', end: '2030-05-01T19:00' }, 'The end has to come after the start'],
    [{ timezone: 'Nowhere' }, 'Choose a time zone from the list'],
    [{ category: 'PARTY' }, 'Choose a category from the list'],
    [{ where: 'venue', address_line_1: '' }, 'Write the street and number'],
    [{ where: 'venue', country: 'nl' }, 'Choose a country from the list'],
    [{ where: 'moon' }, 'Say where it takes place'],
    [{ support_email: '' }, 'Write an address people can ask'],
    [{ website_url: 'javascript:alert(1)' }, 'Write the address in full'],
    [{ website_url: 'example.com' }, 'Write the address in full'],
  ])('refuse %j and keep what was typed', async (changes, words) => {
    const before = await read(fixture)
    const page = await save({ after_checkout: 'A word I typed', ...(changes as Record<string, string>) })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    expect(page.html).toContain('A word I typed')
    expect(await read(fixture)).toEqual(before)
  })

  it('make a new event for an account that has no organizer yet', async () => {
    const fresh = new Browser(office.app)
    await fresh.submit('/auth/register', {
      first_name: 'New',
      email: 'new@example.com',
      password: 'correct horse',
      currency_code: 'SEK',
      timezone: 'Europe/Stockholm',
    })
    const bad = await fresh.post('/manage/new', {
      title: '',
      start: '',
      timezone: 'Europe/Stockholm',
      category: 'ART',
    })
    expect([bad.status, bad.text.includes('Give the event a name')]).toEqual([422, true])
    const made = await fresh.submit('/manage/new', {
      title: 'Kiln opening',
      start: '2030-05-01T20:00',
      timezone: 'Europe/Stockholm',
      category: 'ART',
    })
    expect(made.text).toContain('Your event is made. Next: add a ticket.')
    expect(made.text).toContain('Organiser New')
  })

  it('delete an event after a confirmation that explains the effect', async () => {
    const doomed = await createEventFixture(office, { title: 'Doomed' })
    expect((await doomed.browser.get(`${doomed.manage}/delete`)).text).toContain('It goes for good')
    const list = await doomed.browser.submit(`${doomed.manage}/delete`, {})
    expect(list.text).toContain('The event was deleted.')
    expect((await doomed.browser.get(doomed.manage)).status).toBe(404)
  })

  it('keep an event with completed orders, and show what to do about them', async () => {
    const kept = await createEventFixture(office, { title: 'Kept' })
    const product = await addTicket(kept)
    await buyTickets(new Browser(office.app), kept, { product })
    const asked = await kept.browser.get(`${kept.manage}/delete`)
    expect(asked.text).toContain('This event has completed orders. Cancel them first')
    expect(asked.html).not.toContain('Delete for good')
    const forced = await kept.browser.post(`${kept.manage}/delete`, {})
    expect([forced.status, forced.text.includes('Cancel them first')]).toEqual([409, true])
    expect((await kept.browser.get(kept.manage)).status).toBe(200)
  })

  it('show three steps, the next one with the only primary button', async () => {
    const steps = await createEventFixture(office, { title: 'Step by step', status: 'DRAFT' })
    const first = await steps.browser.get(`${steps.manage}/getting-started`)
    expect(first.html.match(/button--primary/g)).toHaveLength(1)
    expect(first.html).toMatch(/button--primary" href="[^"]*\/tickets\/new/)
    await makeProduct(steps.organiser, steps)
    const second = await steps.browser.get(`${steps.manage}/getting-started`)
    expect(second.html.match(/button--primary/g)).toHaveLength(1)
    expect(second.html).toMatch(/<button class="button button--primary" type="submit">Publish/)
    expect(second.text).toContain('One step to go')
  })
})
