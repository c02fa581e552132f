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

  it.each(['/calendar.ics', '/robots.txt', '/oembed'])(
    'is not kept by what all readers may get: %s',
    async (path) => {
      const response = await fetch(`${site.url}${path}?lang=ar`)
      expect(response.headers.get('set-cookie')).toBeNull()
    },
  )

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

describe('a page of readers', () => {
  it('is in their language, and what organisers wrote stays theirs', async () => {
    const page = await site.visitor().open('/event/1', german)
    expect(page.text).toContain('Im Verkauf')
    expect(page.text).toContain('Über dieses Event')
    expect(page.text).toContain('Midnight Strings')
    const home = await site.visitor().open('/', german)
    expect(home.text).toContain('Events, für die es sich lohnt, das Haus zu verlassen')
    expect(home.document.querySelector('article time')?.textContent).toMatch(
      /^(Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag), \d/,
    )
  })

  it('names its other languages to search engines', async () => {
    const { document } = await site.visitor().open('/event/1?lang=fr')
    const hrefOf = (selector: string) => document.querySelector(selector)?.getAttribute('href')
    expect(document.querySelectorAll('link[rel=alternate][hreflang]')).toHaveLength(LANGUAGES.length + 1)
    expect(hrefOf('link[hreflang=de]')).toBe(`${site.url}/event/1?lang=de`)
    expect(hrefOf('link[hreflang=x-default]')).toBe(`${site.url}/event/1`)
    expect(hrefOf('link[rel=canonical]')).toBe(`${site.url}/event/1?lang=fr`)
  })

  it('sends the texts of organisers to members only', async () => {
    const [guest, member] = [site.visitor(), await site.member()]
    expect((await guest.open('/event/1')).html).not.toContain('tools.enable')
    expect((await member.open('/event/1')).html).toContain('tools.enable')
  })

  it('that does not exist says so in their language', async () => {
    const page = await site.visitor().open('/event/999999', { 'accept-language': 'ar' })
    expect([page.status, page.document.documentElement.dir]).toEqual([404, 'rtl'])
    expect(page.text).toContain('لا توجد فعالية كهذه')
  })

  it('is whole in the pseudo-language: every text of ours is a message', async () => {
    const browser = site.visitor()
    for (const path of ['/', '/?q=xyz', '/?when=past', '/organiser/1', '/event/999999', ...EVENTS])
      expect(plainTexts((await browser.open(withPseudo(path))).document), path).toEqual([])
    const member = await site.member()
    for (const path of EVENTS)
      expect(plainTexts((await member.open(withPseudo(path))).document), path).toEqual([])
  })
})

it('a page that is not translated yet is in English as a whole, and offers no other', async () => {
  const page = await (await site.member()).open('/account', german)
  expect(page.document.documentElement.lang).toBe('en')
  expect(page.text).toContain('Skip to content')
  expect(page.document.querySelectorAll('footer a[hreflang]')).toHaveLength(0)
})

const EVENTS = Array.from({ length: 12 }, (_, index) => `/event/${index + 1}`)
const withPseudo = (path: string) => `${path}${path.includes('?') ? '&' : '?'}lang=en-XA`

/** Texts of people and of `Intl`, names of languages, and code. */
const NOT_OURS =
  '[dir=auto], bdi, time, address, script, style, code, datalist, .languages, .leaf, .local, .ways, iframe, .num'

/** The visible texts in plain letters: those of the pseudo-language are accented. */
function plainTexts(document: Document): string[] {
  for (const element of document.querySelectorAll(NOT_OURS)) element.remove()
  const walker = document.createTreeWalker(document.body, 4)
  const texts: string[] = []
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '')
  const read = [...document.body.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap(
    (element) => ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
  )
  return [...texts, ...read]
    .map((text) => text.replace('Tuvens', '').trim())
    .filter((text) => /[a-z]{4}/i.test(text) && !/[áéíóúţš]/i.test(text))
}
