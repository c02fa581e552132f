import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BEN, type Site, startSite, TICKET_ORIGIN } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
afterEach(() => site.api.recover())

describe('the start page', () => {
  it('shows what is coming up, soonest first, with its ticketing state', async () => {
    const page = await site.visitor().open('/')
    const titles = [...page.document.querySelectorAll('article a')].map((each) => each.textContent)
    expect(titles.slice(0, 2)).toEqual([
      'Midnight Strings: Nils Frahm revisited',
      'Sourdough for absolute beginners',
    ])
    expect(page.text).toContain('Sales paused')
    expect(page.text).not.toContain('Winter lights walk')
  })

  it('finds by title and place, and shows when there is no result', async () => {
    expect((await site.visitor().open('/?q=rotterdam')).text).toContain('Risograph print weekend')
    const none = await site.visitor().open('/?q=%3Cscript%3E')
    expect(none.text).toContain('Nothing matches “<script>”')
  })

  it('shows past events apart', async () => {
    expect((await site.visitor().open('/?when=past')).text).toContain('Winter lights walk')
  })

  it('continues on the next page', async () => {
    for (let i = 0; i < 30; i++) {
      site.world.addEvent({
        title: `Weekly run ${i}`,
        startDate: new Date(Date.now() + (400 + i) * 86_400_000).toISOString(),
      })
    }
    const browser = site.visitor()
    const first = await browser.open('/?q=weekly')
    const more = [...first.document.querySelectorAll('a')].find(
      (each) => each.textContent === 'Show more events',
    )
    const second = await browser.open(more?.getAttribute('href') ?? '')
    expect(second.document.querySelectorAll('article')).toHaveLength(6)
    expect(second.text).toContain('Weekly run 29')
    site.world.events.splice(-30)
  })

  it('sends lists no more of an event than its card shows', async () => {
    const page = await site.visitor().open('/')
    expect(page.html.includes('An evening that starts slowly')).toBe(false)
    expect(page.html.includes('hello@noorderlicht.example')).toBe(false)
  })
})

describe('an event page with scripts off (C6)', () => {
  it('frames the tickets of an event on sale, and links to them', async () => {
    const { document } = await site.visitor().open('/event/1')
    expect(document.querySelector('summary h2')?.textContent).toBe('Tickets are on sale')
    const frame = document.querySelector('iframe')
    expect(frame?.getAttribute('src')).toMatch(
      new RegExp(`^${TICKET_ORIGIN}/embed/1\\?nonce=[\\w-]{36}&locale=en-GB$`),
    )
    expect(frame?.hasAttribute('onload')).toBe(false)
    expect(document.querySelector('.tickets a')?.getAttribute('href')).toBe(`${TICKET_ORIGIN}/event/1/x`)
  })

  it.each([
    ['2', 'Tickets are coming soon'],
    ['3', 'Ticket sales are paused'],
    ['7', 'This event is cancelled'],
    ['15', 'This event is over'],
  ])('says for event %s: %s', async (id, sentence) => {
    const { document } = await site.visitor().open(`/event/${id}`)
    expect(document.querySelector('summary h2')?.textContent).toBe(sentence)
    expect(document.querySelector('iframe')).toBeNull()
  })

  it('shows a guest nothing about tickets when there are none', async () => {
    const page = await site.visitor().open('/event/4')
    expect(page.text).not.toMatch(/ticket(s| sales) are|Enable ticketing/i)
  })

  it('shows the organiser tools to members of that account only', async () => {
    expect((await (await site.member()).open('/event/4')).text).toContain('Enable ticketing')
    expect((await (await site.member(BEN)).open('/event/4')).text).not.toContain('Enable ticketing')
  })

  it('makes a new nonce for every view', async () => {
    const browser = site.visitor()
    const nonces = [await browser.open('/event/1'), await browser.open('/event/1')].map((page) =>
      page.document.querySelector('iframe')?.getAttribute('src'),
    )
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('names the zone unless the reader is known to be in it', async () => {
    const [unknown, home, away] = [site.visitor(), site.visitor(), site.visitor()]
    const seen = (await unknown.open('/event/1')).text
    expect([seen.includes('Amsterdam (GMT'), seen.includes('on your clock')]).toEqual([true, false])
    home.cookies.set('tuvens-zone', 'Europe/Amsterdam')
    away.cookies.set('tuvens-zone', 'Asia/Tokyo')
    expect((await home.open('/event/1')).text).not.toContain('Amsterdam (GMT')
    expect((await away.open('/event/1')).text).toMatch(/Amsterdam \(GMT.*on your clock/)
  })

  it("shows an organiser's text as text", async () => {
    const event = site.world.event('12')
    Object.assign(event ?? {}, {
      title: '<img src=x onerror=alert(1)>',
      description: '</script><script>alert(1)</script>',
    })
    const page = await site.visitor().open('/event/12')
    expect(page.document.querySelector('h1')?.textContent).toBe('<img src=x onerror=alert(1)>')
    expect(page.html.includes('<script>alert(1)')).toBe(false)
    expect(page.html.includes('<img src=x')).toBe(false)
  })

  it('can be put into a calendar', async () => {
    const file = await site.visitor().open('/event/1/calendar.ics')
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(file.html).toContain('BEGIN:VEVENT')
  })
})

describe('my events', () => {
  it('lists the events of the account in every state, each with the next step', async () => {
    const page = await (await site.member()).open('/my-events')
    for (const step of ['Enable ticketing', 'Continue set-up', 'Manage tickets'])
      expect(page.text).toContain(step)
    expect(page.text).not.toContain('Founders’ breakfast')
  })

  it('invites someone without events to make one', async () => {
    const browser = site.visitor()
    const fields = { name: 'Dua', email: 'dua@example.com', password: 'a few words in a row' }
    await browser.submit('/sign-up', fields)
    expect((await browser.open('/my-events')).text).toContain('No events coming up')
  })
})

describe('making and changing events', () => {
  const typed = {
    title: 'Open studio',
    category: 'ART',
    start: '2030-06-13T20:00',
    timezone: 'Europe/Amsterdam',
    currency: 'EUR',
  }

  it('leads to the new event', async () => {
    const browser = await site.member()
    const made = await browser.submit('/events/new', typed)
    expect(made.status).toBe(303)
    const page = await browser.open(made.location ?? '')
    expect(page.text).toContain('Open studio')
    expect(page.text).toMatch(/13 June 2030/)
  })

  it('names what is missing, and shows the rest', async () => {
    const page = await (await site.member()).submit('/events/new', {
      ...typed,
      title: '',
      venue_city: 'Gent',
    })
    expect(page.status).toBe(400)
    const links = [...page.document.querySelectorAll('.error-summary a')].map((each) =>
      each.getAttribute('href'),
    )
    expect(links).toEqual(['#title', '#venue_name'])
    expect(page.document.querySelector<HTMLInputElement>('#venue_city')?.value).toBe('Gent')
    expect(page.document.querySelector<HTMLSelectElement>('#category')?.value).toBe('ART')
    for (const link of links) expect(page.document.querySelector(link ?? '')).not.toBeNull()
  })

  it('fills the form with the event as it is', async () => {
    const page = await (await site.member()).open('/event/4/edit')
    expect(page.document.querySelector<HTMLInputElement>('#title')?.value).toBe(
      'Long Table: forty guests, five courses',
    )
    expect(page.document.querySelector<HTMLInputElement>('#start')?.value).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d$/,
    )
  })

  it('does not save over what someone else changed meanwhile', async () => {
    const browser = await site.member()
    const { document } = await browser.open('/event/4/edit')
    const etag = document.querySelector<HTMLInputElement>('[name=etag]')?.value ?? ''
    expect((await browser.submit('/event/4/edit', { ...typed, etag, title: 'First' })).status).toBe(303)
    const late = await browser.submit('/event/4/edit', { ...typed, etag, title: 'Second' })
    expect(late.status).toBe(412)
    expect(late.text).toContain('Someone changed this event meanwhile')
    expect(late.document.querySelector<HTMLInputElement>('#title')?.value).toBe('Second')
    expect(late.text).toContain('The title is now “First”; if you save, yours replaces it')
    const form = late.document.querySelector<HTMLFormElement>('form[method=POST]:has([name=etag])')
    const values = new Map(
      [...(form?.elements ?? [])].map((each) => [each.getAttribute('name') ?? '', valueOf(each)]),
    )
    expect((await browser.submit('/event/4/edit', Object.fromEntries(values))).status).toBe(303)
  })

  it("is refused, in words, for another account's event", async () => {
    const page = await (await site.member(BEN)).open('/event/4/edit')
    expect(page.status).toBe(403)
    expect(page.text).toContain('This event belongs to another organiser')
  })
})

describe('the address of an event page', () => {
  it.each(['/', '/event/1'])('lets search engines show %s', async (path) => {
    expect((await site.visitor().open(path)).html).not.toContain('noindex')
  })

  it.each(['/sign-up', '/sign-in', '/forgot-password', '/event/999999'])(
    'keeps %s out of search engines',
    async (path) => {
      const page = await site.visitor().open(path)
      const robots = page.document.querySelector('meta[name=robots]')
      expect(robots?.getAttribute('content')).toBe('noindex')
      expect(page.document.querySelector('link[rel=canonical]')).toBeNull()
    },
  )

  it('has one canonical form, and carries a code to the tickets', async () => {
    const page = await site.visitor().open('/event/1?promo_code=JAZZ10&utm_source=x')
    const canonical = page.document.querySelector('link[rel=canonical]')?.getAttribute('href')
    expect(canonical).toMatch(/^https?:\/\/[^/]+\/event\/1$/)
    expect(page.html).toContain('promo_code=JAZZ10')
    expect(page.document.querySelector('h1')?.getAttribute('dir')).toBe('auto')
  })
})

describe('a page that cannot be shown', () => {
  it('an invalid URL shows an error page with links', async () => {
    const page = await site.visitor().open('/event/%E0%A4%A')
    expect(page.status).toBe(400)
    expect(page.document.querySelector('h1')?.textContent).toBe('This address cannot be used like this')
    expect(page.document.querySelector('main a[href="/"]')?.textContent).toBe('Browse events')
  })

  it.each(['/event/99999', '/event/abc', '/nowhere', '/event/1/nowhere'])(
    '%s says so and leads on',
    async (path) => {
      const page = await site.visitor().open(path)
      expect(page.status).toBe(404)
      expect(page.document.querySelector('h1')?.textContent).toMatch(/There is no/)
      expect(page.document.querySelector('main a[href="/"]')?.textContent).toBe('Browse events')
    },
  )

  it.each(['/', '/event/1', '/events/hi-events/callback?event_id=1'])(
    '%s says when the API is away',
    async (path) => {
      site.api.fail('/api', 'SERVICE_UNAVAILABLE')
      const page = await site.visitor().open(path)
      expect(page.status).toBe(503)
      expect(page.text).toContain('Tuvens cannot be reached right now')
      expect([...page.document.querySelectorAll('main a')].map((each) => each.textContent)).toContain(
        'Try again',
      )
      expect(page.text).not.toMatch(/[A-Z]+_[A-Z]+/)
    },
  )

  it('shows an error when the response of the API is invalid', async () => {
    const event = site.world.event('14')
    const { startDate } = event ?? {}
    Object.assign(event ?? {}, { startDate: 12 })
    const page = await site.visitor().open('/event/14')
    expect(page.status).toBe(503)
    expect(page.text).toContain('Something failed on our side')
    Object.assign(event ?? {}, { startDate })
  })

  it('responds to the health check without the API', async () => {
    site.api.fail('/api', 'SERVICE_UNAVAILABLE')
    expect((await site.visitor().open('/healthz')).status).toBe(200)
  })
})

describe('every page', () => {
  it('has a policy that allows no foreign scripts', async () => {
    const { headers, html } = await site.visitor().open('/event/1')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain(`frame-src ${TICKET_ORIGIN};`)
    expect(policy).toContain(`connect-src 'self' ${site.api.url}`)
    for (const part of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      'require-trusted-types-for',
    ]) {
      expect(policy).toContain(part)
    }
    expect(policy).not.toContain('unsafe-inline')
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none'
    const scripts = html.match(/<script(?! type="application\/ld\+json")[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
    expect(/ (on\w+|style)="/.exec(html)?.[0]).toBeUndefined()
  })

  it('of a member is not stored in the cache of the browser', async () => {
    expect((await (await site.member()).open('/my-events')).headers.get('cache-control')).toBe(
      'private, no-store',
    )
  })

  it('has posters that never change', async () => {
    const browser = site.visitor()
    const { document } = await browser.open('/event/1')
    const poster = await browser.open(document.querySelector('.poster img')?.getAttribute('src') ?? '')
    expect(poster.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(poster.headers.get('cache-control')).toContain('immutable')
    expect(poster.headers.get('content-security-policy')).toContain("default-src 'none'")
    const plain = await browser.open('/posters/1.svg')
    expect(plain.html === poster.html).toBe(true)
    expect((await browser.open('/posters/999.svg')).status).toBe(404)
  })
})

function valueOf(control: Element): string {
  return 'value' in control ? String(control.value) : ''
}
