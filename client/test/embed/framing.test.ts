import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import loader from '../../../embed/released/current.json' with { type: 'json' }
import { BEN, type Site, startSite, TICKET_ORIGIN } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const PAGE = '/event/1/embed'

describe('the page of tickets on other sites', () => {
  it('shows code with the address and the hash of the loader', async () => {
    const { text } = await (await site.member()).open(PAGE)
    expect(text).toContain(`${TICKET_ORIGIN}/embed/assets/${loader.file}`)
    expect(text).toContain(`integrity="${loader.integrity}"`)
    expect(text).toContain('<tuvens-tickets event="1">')
  })

  it('saves the origins of the addresses that were typed, each once', async () => {
    const browser = await site.member()
    const origins = 'https://Venue.example/concerts?x=1\n\nband.example\nhttps://venue.example'
    const done = await browser.submit(PAGE, { origins })
    expect([done.status, done.location]).toEqual([303, `${PAGE}?saved`])
    expect(site.world.framing.get('1')).toEqual(['https://venue.example', 'https://band.example'])
    const page = await browser.open(`${PAGE}?saved`)
    expect(page.document.querySelector('textarea')?.value).toBe('https://venue.example\nhttps://band.example')
    expect(page.text).toContain('Saved.')
  })

  it.each(['http://venue.example', '*', 'javascript:alert(1)', 'https://'])(
    'refuses %s in words, and keeps what was typed',
    async (address) => {
      const page = await (await site.member()).submit(PAGE, { origins: address })
      expect(page.status).toBe(400)
      expect(page.text).toContain(`“${address}” is not the address of a site`)
      expect(page.document.querySelector('textarea')?.value).toBe(address)
    },
  )

  it('leads to the event while there are no tickets', async () => {
    const page = await (await site.member()).open('/event/4/embed')
    expect(page.location).toBe('/event/4')
  })

  it("is refused for another account's event", async () => {
    const page = await (await site.member(BEN)).submit(PAGE, { origins: 'https://venue.example' })
    expect(page.status).toBe(403)
  })
})
