import { LANGUAGES } from '@tuvens/messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite({ PSEUDO_LOCALE: 'true' })
})
afterAll(() => site.close())

const PAGE = '/sign-out'
const german = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' }

describe('the language of a page', () => {
  it('is that of the browser, and caches learn that it depends on it', async () => {
    const page = await (await site.member()).open(PAGE, german)
    expect([page.document.documentElement.lang, page.document.documentElement.dir]).toEqual(['de', 'ltr'])
    expect(page.text).toContain('Von Tuvens abmelden?')
    expect(page.text).toContain('Zum Inhalt springen')
    expect(page.headers.get('vary')).toContain('Accept-Language')
    expect(page.headers.get('cache-control')).toContain('private')
  })

  it('is the one that the address names, and stays so on later pages', async () => {
    const browser = await site.member()
    const arabic = await browser.open(`${PAGE}?lang=ar`, german)
    expect([arabic.document.documentElement.lang, arabic.document.documentElement.dir]).toEqual(['ar', 'rtl'])
    expect((await browser.open(PAGE, german)).document.documentElement.lang).toBe('ar')
    expect(browser.setCookies.filter((line) => line.startsWith('tuvens-language='))).toEqual([
      expect.stringMatching(/^tuvens-language=ar; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/i),
    ])
  })

  it.each(['zz', 'DE', '../en', '<script>'])('is not one that nobody speaks: %s', async (named) => {
    const browser = await site.member()
    const page = await browser.open(`${PAGE}?lang=${encodeURIComponent(named)}`)
    expect(page.document.documentElement.lang).toBe('en')
    expect([...browser.cookies.keys()]).not.toContain('tuvens-language')
  })

  it('can be chosen at the foot of the page, without scripts, and what else the address names stays', async () => {
    const browser = await site.member()
    const page = await browser.open(`${PAGE}?next=%2Fteam`)
    const links = [...page.document.querySelectorAll('footer a[hreflang]')]
    expect(links.map((link) => link.getAttribute('hreflang'))).toEqual([...LANGUAGES])
    const french = links.find((link) => link.getAttribute('lang') === 'fr')
    expect(french?.getAttribute('href')).toBe(`${PAGE}?next=%2Fteam&lang=fr`)
    expect((await browser.open(french?.getAttribute('href') ?? '')).text).toContain(
      'Se déconnecter de Tuvens ?',
    )
  })

  it('sends the messages of that page in that language, and no others', async () => {
    const { html } = await (await site.member()).open(PAGE, german)
    expect(html).toContain('Angemeldet bleiben')
    expect(html).not.toMatch(/Stay signed in|Rester connecté|phases\.|events\./)
  })

  it('is the pseudo-language where tests ask for it', async () => {
    const page = await (await site.member()).open(`${PAGE}?lang=en-XA`)
    expect(page.text).toContain('Šííĝñ óóúúţ óóƒ Ţúúṽééñš?')
  })
})
