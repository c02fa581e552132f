import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aLink } from '../test-support/report.ts'
import { BEN, type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
  site.world.links.clear()
})

const open = async (id: string) => (await site.member()).open(`/event/${id}/ticketing`)

describe('the report page', () => {
  it('shows the worst finding first, with its fix as a plain form', async () => {
    site.world.links.set(
      '2',
      aLink({ source: { outcome: 'read', status: 'DRAFT', ends_at: null }, has_been_live: false }),
    )
    const page = await open('2')
    expect(page.status).toBe(200)
    const headline = page.document.querySelector('.headline')
    expect(headline?.querySelector('h2')?.textContent).toBe('The event is not published yet')
    expect(headline?.querySelector('form')?.getAttribute('action')).toBe('/event/2/enter')
    expect(headline?.querySelector('button')?.textContent).toContain('Publish on the ticket system')
  })

  it('lists every step in order, each with its tone in words', async () => {
    const page = await open('4')
    const steps = [...page.document.querySelectorAll('[data-step]')]
    expect(steps.map((each) => each.getAttribute('data-step'))).toEqual([
      'link',
      'source',
      'details',
      'messages',
      'sweep',
      'page',
    ])
    expect(steps[0]?.textContent).toMatch(/^\s*Problem:/)
    expect(page.text).toContain('Ticketing is not enabled for this event')
  })

  it('shows an instant relative and exact', async () => {
    site.world.links.set(
      '1',
      aLink({ hi_events_event_id: 1, linked_at: new Date(Date.now() - 180_000).toISOString() }),
    )
    const page = await open('1')
    const time = page.document.querySelector('[data-step="link"] time')
    expect(time?.textContent).toMatch(/^3 minutes ago \(\d+ \w+, \d{2}:\d{2}:\d{2} UTC\)$/)
  })

  it('reports when the ticket origin does not let this site frame the tickets', async () => {
    site.world.links.set('1', aLink({ hi_events_event_id: 1 }))
    const page = await open('1')
    expect(page.document.querySelector('.headline')?.getAttribute('data-code')).toBe('not_framed')
    expect(page.document.querySelector('.headline a')?.getAttribute('href')).toBe('#note')
    expect(page.document.querySelector('#note pre')?.textContent).toContain('page: not_framed')
  })

  it('can be reloaded without scripts', async () => {
    const links = [...(await open('4')).document.querySelectorAll('main a')]
    expect(links.find((each) => each.textContent === 'Look again')?.getAttribute('href')).toBe(
      '/event/4/ticketing',
    )
  })

  it.each(['API_UNAVAILABLE', 'RATE_LIMITED'] as const)(
    'stays up and names the failure while the API answers %s',
    async (code) => {
      const browser = await site.member()
      site.api.fail('/api/events/4/ticketing-report', code)
      const page = await browser.open('/event/4/ticketing')
      expect(page.status).toBe(200)
      expect(page.document.querySelector('[role="alert"]')?.textContent).toMatch(
        /cannot be reached|a lot of tries/,
      )
      expect(page.text).toContain('Try again')
    },
  )

  it('stays up while the API cannot identify the user', async () => {
    const browser = await site.member()
    site.api.fail('/api', 'SERVICE_UNAVAILABLE')
    const page = await browser.open('/event/4/ticketing')
    expect([page.status, page.text.includes('Tuvens cannot be reached right now')]).toEqual([200, true])
  })

  it('is not stored in any cache', async () => {
    expect((await open('4')).headers.get('cache-control')).toContain('no-store')
  })

  it('is only for users who may manage the event', async () => {
    const guest = await site.visitor().open('/event/4/ticketing')
    expect(guest.location).toBe('/sign-in?next=%2Fevent%2F4%2Fticketing')
    const other = await (await site.member(BEN)).open('/event/4/ticketing')
    expect(other.status).toBe(403)
    expect(other.text).toContain('This event belongs to another organiser')
    expect(other.text).not.toContain('From the ticket system to your page')
  })

  it.each(['999', 'abc', '0', '%3Cscript%3E'])('is not found for event %s', async (id) => {
    const page = await open(id)
    expect([400, 404]).toContain(page.status)
    expect(page.html).not.toContain('<script>alert')
  })
})

describe('the link to the report page', () => {
  const hrefs = async (path: string) =>
    [...(await (await site.member()).open(path)).document.querySelectorAll('a')].map((each) =>
      each.getAttribute('href'),
    )

  it('stands on the event page for its organisers only', async () => {
    expect(await hrefs('/event/2')).toContain('/event/2/ticketing')
    const visitor = await site.visitor().open('/event/2')
    expect(visitor.html).not.toContain('/event/2/ticketing')
  })

  it('stands in My events only at events whose enabled ticketing does not show', async () => {
    const found = (await hrefs('/my-events')).filter((each) => each?.endsWith('/ticketing'))
    expect(found).toEqual(['/event/2/ticketing', '/event/3/ticketing'])
  })
})
