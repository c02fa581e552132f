import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BEN, type Site, startSite } from '../test-support/site.ts'

const DAY_MS = 86_400_000

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
afterEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

/** Adds events of Ben's account, one a day from `firstDay` on. */
function addEvents(count: number, { firstDay, title }: { firstDay: number; title: string }): void {
  for (let i = 0; i < count; i++) {
    const startDate = new Date(Date.now() + (firstDay + i) * DAY_MS).toISOString()
    site.world.addEvent({ title: `${title} ${i}`, startDate, accountId: 2 })
  }
}

describe('the list of my events', () => {
  it('continues on a second page, in the same account and period', async () => {
    addEvents(60, { firstDay: 100, title: 'Rehearsal' })
    const browser = await site.member(BEN)
    const first = await browser.open('/my-events')
    expect(first.document.querySelectorAll('article')).toHaveLength(50)
    const more = [...first.document.querySelectorAll('main a')].find(
      (each) => each.textContent === 'Show more',
    )
    const second = await browser.open(more?.getAttribute('href') ?? '')
    expect(second.text).toContain('Rehearsal 59')
    expect(site.api.seen('/api/events')).toHaveLength(2)
    site.world.events.splice(-60)
  })

  it('separates past events from coming ones', async () => {
    const browser = await site.member()
    const past = await browser.open('/my-events?when=past')
    expect(past.text).toContain('Winter lights walk')
    expect(past.text).not.toContain('Canal Run 10K')
    expect((await browser.open('/my-events')).text).not.toContain('Winter lights walk')
  })

  it('marks the events whose tickets say something else, with one call for all of them', async () => {
    site.world.differences.set('1', 2)
    const browser = await site.member()
    const marks = async () => {
      const { document } = await browser.open('/my-events')
      const links = [...document.querySelectorAll('a')].map((each) => each.getAttribute('href'))
      return links.filter((href) => href?.endsWith('/differences'))
    }
    expect(await marks()).toEqual(['/event/1/differences'])
    expect(site.api.seen('/api/accounts/1/differences')).toHaveLength(1)
    expect((await browser.open('/event/1')).text).toContain('in 2 points')
    site.api.fail('/api/accounts/1/differences', 'UPSTREAM_UNAVAILABLE')
    expect(await marks()).toEqual([])
    site.world.differences.clear()
    expect((await browser.open('/event/1')).text).not.toContain('lost the link')
  })

  it('leads to a page that says when the link of its tickets is lost, and not when that is unknown', async () => {
    const browser = await site.member()
    site.world.lostLinks.add('1')
    expect((await browser.open('/event/1')).text).toContain('has lost the link to these tickets')
    site.world.lostLinks.clear()
    site.api.fail('/api/accounts/1/differences', 'UPSTREAM_UNAVAILABLE')
    expect((await browser.open('/event/1')).text).not.toContain('lost the link')
  })

  it('explains what will appear among past events while there are none', async () => {
    const page = await (await site.member(BEN)).open('/my-events?when=past')
    expect(page.text).toContain('Events move here when they end')
  })

  it.each(['999', 'abc', '-1', '1'])(
    "never shows another account's events for account %s",
    async (account) => {
      const page = await (await site.member(BEN)).open(`/my-events?account=${account}`)
      expect(page.status).toBe(200)
      expect(page.text).toContain('Studio Zuid')
      expect(page.text).not.toContain('Midnight Strings')
    },
  )

  it('offers the accounts of a member of several, and marks the chosen one', async () => {
    const user = site.world.users[1]
    const own = user?.accounts[0]
    if (user === undefined || own === undefined) expect.unreachable('the demo has a second user')
    user.accounts.push({ ...own, account_id: 1, name: 'Noorderlicht', is_default: false })
    const page = await (await site.member(BEN)).open('/my-events?account=1')
    user.accounts.pop()
    const links = [...page.document.querySelectorAll('nav[aria-label="Account"] a')]
    expect(links.map((each) => [each.textContent, each.getAttribute('aria-current')])).toEqual([
      ['Studio Zuid', null],
      ['Noorderlicht', 'page'],
    ])
    expect(page.text).toContain('Midnight Strings')
  })

  it('offers a viewer no way to create events', async () => {
    const viewer = { name: 'Vera', email: 'vera@example.com', password: 'only looking around' }
    site.world.addUser(viewer, 'Guests', 'viewer')
    const { document } = await (await site.member(viewer)).open('/my-events')
    expect(document.querySelector('main a[href="/events/new"]')).toBeNull()
  })

  it('shows the error page while the API does not respond', async () => {
    const browser = await site.member()
    site.api.fail('/api/events', 'SERVICE_UNAVAILABLE')
    const page = await browser.open('/my-events')
    expect([page.status, page.text.includes('Tuvens cannot be reached right now')]).toEqual([503, true])
  })
})

describe('the search', () => {
  it('keeps the query in the form and in the address of the next page', async () => {
    addEvents(30, { firstDay: 200, title: 'Choir & friends' })
    const page = await site.visitor().open(`/?q=${encodeURIComponent('choir & friends')}`)
    expect(page.document.querySelector<HTMLInputElement>('#q')?.value).toBe('choir & friends')
    const more = [...page.document.querySelectorAll('a')].find(
      (each) => each.textContent === 'Show more events',
    )
    const query = new URL(more?.getAttribute('href') ?? '', site.url).searchParams
    expect([query.get('q'), query.get('cursor')]).toEqual(['choir & friends', '24'])
    site.world.events.splice(-30)
  })

  it('shortens a query of unreasonable length', async () => {
    await site.visitor().open(`/?q=${'x'.repeat(5_000)}`)
    const [call] = site.api.seen('/api/events')
    expect(call).toBeDefined()
    expect((await site.visitor().open(`/?q=${'x'.repeat(5_000)}`)).status).toBe(200)
  })

  it('searches past events when they were chosen', async () => {
    const { document } = await site.visitor().open('/?q=walk&when=past')
    expect(document.querySelector('article a')?.textContent).toBe('Winter lights walk')
    expect(document.querySelector<HTMLInputElement>('[name=when]')?.value).toBe('past')
  })

  it('leads back to the first events at the end of the list', async () => {
    const page = await site.visitor().open('/?cursor=10')
    expect(page.text).toContain('Back to the first events')
    expect(page.document.querySelector('h1')?.textContent).toBe('More events')
  })
})

describe('the calendar file of an event', () => {
  it('is offered for coming events only', async () => {
    const hasLink = async (id: string) => {
      const { document } = await site.visitor().open(`/event/${id}`)
      return document.querySelector(`a[href="/event/${id}/calendar.ics"]`) !== null
    }
    expect([await hasLink('1'), await hasLink('7'), await hasLink('15')]).toEqual([true, false, false])
  })

  it('is a download named after the event', async () => {
    const { headers, html } = await site.visitor().open('/event/3/calendar.ics')
    expect(headers.get('content-disposition')).toBe('attachment; filename="event-3.ics"')
    expect(html).toContain('SUMMARY:Canal Run 10K')
  })

  it('of an unknown event is not found', async () => {
    expect((await site.visitor().open('/event/999/calendar.ics')).status).toBe(404)
  })
})

describe('the poster of an event', () => {
  it.each(['music-nocolour-1', 'music-dusk-xyz', '%22%3E%3Csvg', ''])(
    'ignores the invalid design %j in its address',
    async (look) => {
      const browser = site.visitor()
      const [plain, poster] = [
        await browser.open('/posters/2.svg'),
        await browser.open(`/posters/2.svg?look=${look}`),
      ]
      expect(poster.html === plain.html).toBe(true)
      expect(poster.headers.get('cache-control')).toBe('public, max-age=3600')
    },
  )

  it('with a design in its address needs no call of the API', async () => {
    const poster = await site.visitor().open('/posters/2.svg?look=music-dusk-1a2b')
    expect(poster.status).toBe(200)
    expect(site.api.calls).toEqual([])
  })

  it('sets no cookie, so that a shared cache can store it', async () => {
    const browser = await site.member()
    browser.cookies.delete('tuvens-access')
    const { headers } = await browser.open('/posters/2.svg?look=music-dusk-1a2b')
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('cache-control')).toContain('public')
  })
})
