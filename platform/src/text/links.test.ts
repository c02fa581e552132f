import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkedParts } from './links.ts'

const linksOf = (line: string) => linkedParts(line).flatMap(({ text, href }) => (href === null ? [] : [text]))

describe('addresses in what people wrote', () => {
  it.each([
    ['See https://example.org/a?b=c#d.', ['https://example.org/a?b=c#d']],
    [
      '(https://en.wikipedia.org/wiki/Salsa_(dance)), or http://b.example!',
      ['https://en.wikipedia.org/wiki/Salsa_(dance)', 'http://b.example'],
    ],
    ['“https://a.example/x”', ['https://a.example/x']],
    ['https://例え.jp/東京 and more', ['https://例え.jp/東京']],
    ['HTTPS://A.EXAMPLE', ['HTTPS://A.EXAMPLE']],
  ])('are found in %s', (line, found) => {
    expect(linksOf(line)).toEqual(found)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,<b>',
    'ftp://a.example',
    'xhttps://a.example',
    'https://',
    'https://bank.example@evil.example/',
    'https://a.example:99999',
    `https://a.example/${'x'.repeat(2048)}`,
    'mailto:a@b.example www.example.org',
  ])('are not found in %s', (line) => {
    expect(linksOf(line)).toEqual([])
  })

  it('end where a character changes the direction or is not seen', () => {
    expect(linksOf('https://a.example/\u202egnp.exe https://b.example/\u200bx')).toEqual([
      'https://a.example/',
      'https://b.example/',
    ])
  })

  it('leave every character of the text where it is, and lead to the web only', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('https://a.b/', 'http://', '(', ').', '"', ' '),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const parts = linkedParts(pieces.join(''))
        expect(parts.map(({ text }) => text).join('')).toBe(pieces.join(''))
        for (const { href } of parts) expect(href ?? 'http://').toMatch(/^https?:\/\//)
      }),
    )
  })

  it.each(['https://', 'https://a)', 'https://a.example/(', ')', '.', 'https://a@', 'h'])(
    'take a bounded time in a long text of %j',
    (unit) => {
      const text = unit.repeat(Math.ceil(20_000 / unit.length))
      expect(
        linkedParts(text)
          .map((each) => each.text)
          .join(''),
      ).toBe(text)
    },
  )
})
