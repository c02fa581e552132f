import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BEN, type Site, startSite } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
afterEach(() => site.api.recover())

describe('an event that is duplicated', () => {
  it('fills in the form with everything but when it takes place', async () => {
    const member = await site.member()
    const own = await member.open('/event/1')
    expect([...own.document.querySelectorAll('a')].map(({ textContent }) => textContent)).toContain(
      'Duplicate',
    )
    const { document, text } = await member.open('/events/new?copy=1')
    const event = site.world.event('1')
    const value = (name: string) =>
      document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`)?.value ?? null
    expect([value('title'), value('description'), value('venue_name')]).toEqual([
      event?.title,
      event?.description,
      event?.venue?.name,
    ])
    expect([value('start'), value('end'), value('etag')]).toEqual(['', '', ''])
    expect(text).toContain('tickets are enabled on their own')
  })

  it('is one of an account in which somebody may create events', async () => {
    const stranger = await site.member(BEN)
    expect((await stranger.open('/events/new?copy=1')).status).toBe(403)
    expect((await stranger.open('/events/new?copy=999')).status).toBe(404)
  })
})

describe('the sales of an event', () => {
  const day = (date: string, tickets: number) => ({ day: date, orders: 1, tickets, revenue: '20.00' })
  const sales = {
    event_id: '1',
    as_of: '2026-06-14T18:05:00.000Z',
    timezone: 'Europe/Amsterdam',
    currency: 'EUR',
    orders: 2,
    tickets: 7,
    revenue: '40.00',
    refunded: '0.00',
    awaiting_payment: 0,
    cancelled: 0,
    days: [day('2026-06-13', 3), day('2026-06-14', 4)],
    since: null,
    has_other_currencies: false,
  }

  it('are shown with a chart and a table that says the same, and the time they were read', async () => {
    site.world.sales.set('1', sales)
    const member = await site.member()
    expect((await member.open('/my-events')).html).toContain('href="/event/1/sales"')
    const { document, text } = await member.open('/event/1/sales')
    expect(document.querySelectorAll('svg[role=img] rect')).toHaveLength(2)
    const rows = [...document.querySelectorAll('tbody tr')].map(({ textContent }) =>
      textContent?.replace(/\s+/g, ' '),
    )
    expect(rows.map((row) => row?.includes('€20.00'))).toEqual([true, true])
    expect(text).toMatch(/Read from the ticket system at 14 Jun 2026.*20:05/)
    const form = document.querySelector('form[action="/event/1/enter"]')
    expect(form?.querySelector<HTMLInputElement>('[name=to]')?.value).toBe('attendees')
  })

  it('are unknown while the ticket system does not answer, and never zero', async () => {
    site.api.fail('/api/events/1/sales', 'UPSTREAM_UNAVAILABLE')
    const page = await (await site.member()).open('/event/1/sales')
    expect([page.status, page.text.includes('Sales are not known right now')]).toEqual([200, true])
    expect(page.document.querySelector('dl')).toBeNull()
  })

  it('are for members of the account only', async () => {
    expect((await (await site.member(BEN)).open('/event/1/sales')).status).toBe(403)
    expect((await site.visitor().open('/event/1/sales')).location).toContain('/sign-in')
  })

  it('do not exist before there are tickets', async () => {
    const page = await (await site.member()).open('/event/4/sales')
    expect(page.text).toContain('No tickets yet')
  })

  it('lead signed in to the list of attendees', async () => {
    const member = await site.member()
    const sent = await member.submit('/event/1/enter', { scripts: 'yes', to: 'attendees' })
    expect(sent.location).toContain('/auth/cross-app/start?event_id=1')
    const landed = await member.open(`/event/1/enter?code_challenge=${'c'.repeat(43)}`)
    expect(landed.location).toMatch(/#.*&action=attendees$/)
  })
})
