import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadedPage } from '../test-support/browser.ts'
import { type Site, startSite } from '../test-support/site.ts'

let site: Site
let page: LoadedPage
let id: string
beforeAll(async () => {
  site = await startSite()
  id = site.world.addEvent({ title: 'Jazz & <b>more</b>', startDate: '2030-06-14T18:00:00.000Z' }).id
  page = await site.visitor().open(`/event/${id}?utm_source=chat`)
})
afterAll(() => site.close())

const meta = (name: string) =>
  page.document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content')
const own = (url: string) => url.slice(new URL(url).origin.length)

describe('an event page that is shared', () => {
  it('names its picture, with size and words, and itself without what led to it', () => {
    expect(meta('og:image')).toMatch(new RegExp(`^http://[^/]+/shares/${id}\\.jpg\\?v=[\\w-]{16}$`))
    expect([meta('og:image:width'), meta('og:image:height')]).toEqual(['1200', '630'])
    expect(meta('og:image:alt')).toBe('Jazz & <b>more</b>. Friday 14 June 2030, 20:00. Place to be announced')
    expect(meta('twitter:card')).toBe('summary_large_image')
    const canonical = page.document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? ''
    expect([own(canonical), meta('og:url')]).toEqual([`/event/${id}`, canonical])
  })

  it('has a picture that is cached for ever, and by an older address only for a minute', async () => {
    const path = own(meta('og:image') ?? '')
    const answer = await fetch(site.url + path)
    const { width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
    expect([answer.status, answer.headers.get('content-type'), width, height]).toEqual([
      200,
      'image/jpeg',
      1200,
      630,
    ])
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const older = await fetch(`${site.url}/shares/${id}.jpg?v=older`)
    expect(older.headers.get('cache-control')).toBe('public, max-age=60')
  })

  it('has no picture of an event that does not exist', async () => {
    expect((await fetch(`${site.url}/shares/99999.jpg`)).status).toBe(404)
  })

  it('offers a plain link to share it, without scripts', () => {
    const link = [...page.document.querySelectorAll('a')].find((each) => each.textContent === 'Share')
    expect(own(link?.href ?? '')).toBe(`/event/${id}`)
  })

  it.each([
    ['LIVE', 'EventScheduled', 'https://schema.org/InStock'],
    ['CANCELLED', 'EventCancelled', undefined],
  ])('tells search engines its state when it is %s', async (source, status, availability) => {
    site.world.report(id, source)
    const { html } = await site.visitor().open(`/event/${id}`)
    const [, json = '{}'] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? []
    const data = JSON.parse(json)
    expect(data).toMatchObject({ '@type': 'Event', eventStatus: `https://schema.org/${status}` })
    expect(data.image).toEqual([meta('og:image')])
    expect(data.offers?.availability).toBe(availability)
    if (availability !== undefined) expect(data.offers).toMatchObject({ priceCurrency: 'EUR', url: data.url })
  })

  it('says what tickets cost in its HTML and to search engines, and no more once that is not known', async () => {
    site.world.report(id, 'LIVE')
    const event = site.world.event(id) ?? expect.unreachable('it was added above')
    event.ticketing_prices = { currency: 'CAD', least: '12.50', most: '40.00' }
    const priced = await site.visitor().open(`/event/${id}`)
    expect(priced.document.querySelector('.tickets-bar')?.textContent).toContain('CA$12.50 – CA$40.00')
    expect(priced.html).toContain('"lowPrice":"12.50","highPrice":"40.00","priceCurrency":"CAD"')
    delete event.ticketing_prices
    const unknown = await site.visitor().open(`/event/${id}`)
    expect(unknown.html).not.toMatch(/CA\$|"(lowP|p)rice"/)
  })
})
