import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkHtml } from './link-html.ts'

const link = (html: string) => linkHtml(html, 'rel="nofollow"')

describe('addresses in sanitised HTML', () => {
  it('become links, with what follows them outside', () => {
    expect(link('<p>See https://a.example/?b=1&amp;c=2.</p>')).toBe(
      '<p>See <a href="https://a.example/?b=1&amp;c=2" rel="nofollow">https://a.example/?b=1&amp;c=2</a>.</p>',
    )
  })

  it.each([
    '<a href="https://a.example" rel="x">https://a.example</a>',
    '<a href="https://a.example"><b>https://b.example</b> x</a>',
    '<p title="https://a.example">x</p>',
    '<p>javascript://a.example</p>',
    '<p>https://bank.example@evil.example/</p>',
  ])('stay as they are in %s', (html) => {
    expect(link(html)).toBe(html)
  })

  it('end at a quotation mark and at a tag, whose escaped forms look like a part of an address', () => {
    expect(link('&quot;https://a.example/&quot; https://b.example/&lt;b&gt;')).toBe(
      '&quot;<a href="https://a.example/" rel="nofollow">https://a.example/</a>&quot; ' +
        '<a href="https://b.example/" rel="nofollow">https://b.example/</a>&lt;b&gt;',
    )
  })

  it('leave the text of the page as it is, and lead to the web only', () => {
    const piece = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', ' ', '.', ')', '&amp;', '&lt;', '&gt;', '"', 'ש') }),
      fc.constantFrom('https://a.b/', 'http://', '<p>', '</p>', '<a href="https://x.y">', '</a>', '<br />'),
    )
    const textOf = (html: string) => html.replaceAll(/<[^<>]*>/g, '').replaceAll('&quot;', '"')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const html = link(pieces.join(''))
        expect(textOf(html)).toBe(textOf(pieces.join('')))
        for (const [, href] of html.matchAll(/<a href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//)
      }),
    )
  })

  it.each(['https://', '<', '<a ', '&quot;://', '<p>https://a.b/</p>'])(
    'take a bounded time in a long text of %j',
    (unit) => {
      expect(link(unit.repeat(Math.ceil(50_000 / unit.length))).length).toBeGreaterThanOrEqual(50_000)
    },
  )
})
