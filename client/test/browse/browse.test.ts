import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

describe('browsing', () => {
  it('passes everything that was chosen to the API, and on to the next page and to other times', async () => {
    site.api.calls.length = 0
    const chosen = { q: 'a', city: 'Amsterdam', category: 'MUSIC', price: 'free', from: '2031-01-01' }
    const { document } = await site.visitor().open(`/?${new URLSearchParams(chosen)}&to=2031-12-31&when=`)
    const [call] = site.api.seen('/api/events')
    expect(call?.query).toMatchObject({
      q: 'a',
      city: 'Amsterdam',
      category: 'MUSIC',
      price: 'free',
      from: '2031-01-01T00:00:00.000Z',
      to: '2032-01-01T00:00:00.000Z',
    })
    const today = [...document.querySelectorAll('nav a')].find(({ textContent }) => textContent === 'Today')
    const { from: _from, ...rest } = chosen
    const address = new URL(today?.getAttribute('href') ?? '', site.url)
    expect(Object.fromEntries(address.searchParams)).toEqual({ ...rest, when: 'today' })
    const fields = [...document.querySelectorAll('form[role=search] [name]')].map((each) =>
      each.getAttribute('name'),
    )
    expect(fields.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'category',
      'city',
      'from',
      'price',
      'q',
      'to',
    ])
  })

  it("counts days in the reader's zone", async () => {
    const reader = site.visitor()
    reader.cookies.set('tuvens-zone', 'America/New_York')
    site.api.calls.length = 0
    await reader.open('/?from=2031-07-01')
    expect(site.api.seen('/api/events')[0]?.query).toMatchObject({ from: '2031-07-01T04:00:00.000Z' })
  })

  it('offers the cities of events, and goes on without them when they cannot be read', async () => {
    const options = async () => {
      const { document } = await site.visitor().open('/?category=MUSIC')
      return [...document.querySelectorAll('#cities option')].map((each) => each.getAttribute('value'))
    }
    expect(await options()).toContain('Amsterdam')
    site.api.fail('/api/events/cities', 'SERVICE_UNAVAILABLE')
    expect(await options()).toEqual([])
    site.api.recover()
  })

  it('shows the page of an address that nobody can mean', async () => {
    const page = await site.visitor().open('/?when=x&category=%00&price=-1&from=2031-99-99&to[]=1&city=')
    expect([page.status, page.document.querySelector('h1')?.textContent]).toEqual([
      200,
      'Events worth leaving the house for',
    ])
  })

  it('says in its heading what is shown', async () => {
    const { document } = await site.visitor().open('/?when=weekend&category=MUSIC&city=Oslo&price=free')
    expect(document.querySelector('h1')?.textContent).toBe('This weekend · Music · Oslo · Free')
    expect(document.body.textContent).toContain('Nothing found')
  })
})
