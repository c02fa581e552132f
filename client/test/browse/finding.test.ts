import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
afterEach(() => site.api.recover())

const linksOf = (document: Document) =>
  [...document.querySelectorAll('main a')].map((each) => each.getAttribute('href'))

describe('the page of an organiser', () => {
  it('shows their events and leads to their calendar, and an event leads to it', async () => {
    const event = await site.visitor().open('/event/1')
    expect(linksOf(event.document)).toContain('/organiser/1')
    const page = await site.visitor().open('/organiser/1')
    expect(page.document.querySelector('h1')?.textContent).toBe(site.world.event('1')?.accountName)
    expect(page.document.querySelectorAll('article').length).toBeGreaterThan(2)
    const { host } = new URL(site.url)
    expect(linksOf(page.document)).toContain(`webcal://${host}/organiser/1/calendar.ics`)
    expect(page.document.querySelector('meta[name=robots]')).toBeNull()
  })

  it.each(['999', 'abc', '0', '-1', '1%2F2', '9'.repeat(30)])('is not found for %s', async (id) => {
    expect((await site.visitor().open(`/organiser/${id}`)).status).toBe(404)
    expect((await site.visitor().open(`/organiser/${id}/calendar.ics`)).status).toBe(404)
  })
})

describe('a calendar to subscribe to', () => {
  it('has a stable entry for each event, also when it is cancelled, and answers 304 while nothing has changed', async () => {
    const event = site.world.addEvent({ title: 'Lantern walk', startDate: '2031-06-14T18:00:00.000Z' })
    const first = await fetch(`${site.url}/calendar.ics?q=lantern`)
    const [body, etag] = [await first.text(), first.headers.get('etag') ?? '']
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(first.headers.get('cache-control')).toBe('public, max-age=900')
    expect(body).toContain(`UID:event-${event.id}@localhost`)
    expect(body).toContain('X-WR-CALNAME:lantern on Tuvens')
    expect(body).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H')
    const again = await fetch(`${site.url}/calendar.ics?q=lantern`, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    site.world.report(event.id, 'CANCELLED')
    const cancelled = await fetch(`${site.url}/calendar.ics?q=lantern`, {
      headers: { 'if-none-match': etag },
    })
    const after = await cancelled.text()
    expect(after).toContain(`UID:event-${event.id}@localhost`)
    expect(after).toContain('STATUS:CANCELLED')
  })

  it('holds events of the last 30 days, and what was chosen', async () => {
    site.api.calls.length = 0
    await fetch(`${site.url}/calendar.ics?city=Oslo&category=MUSIC`)
    const [call] = site.api.seen('/api/events')
    expect(call?.query).toMatchObject({ city: 'Oslo', category: 'MUSIC', when: 'all', limit: '100' })
    expect(Date.now() - Date.parse(call?.query['from'] ?? '')).toBeGreaterThan(29 * 86_400_000)
    site.api.calls.length = 0
    await fetch(`${site.url}/calendar.ics?from=2031-07-01&zone=America/New_York`)
    expect(site.api.seen('/api/events')[0]?.query).toMatchObject({
      when: 'upcoming',
      from: '2031-07-01T04:00:00.000Z',
    })
  })

  it('is the same for everybody: it reads no session', async () => {
    const member = await site.member()
    site.api.calls.length = 0
    await member.open('/organiser/1/calendar.ics')
    expect(site.api.calls.map(({ path }) => path)).toEqual(['/api/organisers/1', '/api/events'])
  })
})

describe('what search engines read', () => {
  it('leads from robots.txt to every event and organiser', async () => {
    const robots = await (await fetch(`${site.url}/robots.txt`)).text()
    const [, index = ''] = /^Sitemap: (.*)$/m.exec(robots) ?? []
    const read = async (url: string) => {
      const xml = await (await fetch(url)).text()
      return [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc = '']) => loc)
    }
    const pages = await read(index)
    expect(pages).toEqual([`${site.url}/sitemap/1.xml`])
    const urls = await read(pages[0] ?? '')
    expect(urls).toEqual(
      expect.arrayContaining([`${site.url}/`, `${site.url}/organiser/1`, `${site.url}/event/1`]),
    )
    expect(urls.filter((url) => url.includes('/event/'))).toHaveLength(site.world.events.length)
    expect((await fetch(`${site.url}/sitemap/2.xml`)).status).toBe(404)
    expect((await fetch(`${site.url}/sitemap/0.xml`)).status).toBe(404)
  })

  it('names icons and a manifest that exist', async () => {
    const { document } = await site.visitor().open('/')
    const named = [
      ...document.querySelectorAll('link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]'),
    ]
    const paths = named.map((each) => new URL(each.getAttribute('href') ?? '', site.url).pathname)
    const manifest = await (await fetch(`${site.url}/manifest.webmanifest`)).json()
    const icons = manifest.icons.map(({ src }: { src: string }) => src)
    expect([...paths, ...icons]).toHaveLength(8)
    for (const path of [...paths, ...icons])
      expect([path, (await fetch(site.url + path)).status]).toEqual([path, 200])
  })
})

describe('an event page', () => {
  it('leads to related events, and is whole without them', async () => {
    const page = await site.visitor().open('/event/1')
    expect(page.document.querySelectorAll('article').length).toBeGreaterThan(0)
    expect(page.text).toContain('You may like, too')
    site.api.fail('/api/events/1/related', 'SERVICE_UNAVAILABLE')
    const alone = await site.visitor().open('/event/1')
    expect([alone.status, alone.text.includes('You may like, too')]).toEqual([200, false])
  })

  it('can be sent by mail without scripts', async () => {
    const { document } = await site.visitor().open('/event/1?utm_source=x')
    const mail = [...document.querySelectorAll('a')].find(({ textContent }) => textContent === 'E-mail')
    const href = new URL(mail?.getAttribute('href') ?? '')
    expect(href.searchParams.get('subject')).toBe(site.world.event('1')?.title)
    expect(href.searchParams.get('body')).toContain(`${site.url}/event/1`)
    expect(href.searchParams.get('body')).not.toContain('utm_source')
  })
})
