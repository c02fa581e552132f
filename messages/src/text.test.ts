import compile from 'icu-minify/compile'
import { describe, expect, it } from 'vitest'
import { createText } from './text.ts'
import { pseudo } from './pseudo.ts'

type Loose = { (key: string, values?: object): string; parts(key: string, values?: object): object[] }

/** Texts of one message, whatever its key. */
function textOf(message: string, locale = 'en-GB', language: 'en' | 'ar' | 'de' = 'en'): Loose {
  return createText({ language, locale }, () => compile(message)) as unknown as Loose
}

describe('a message', () => {
  it.each([
    ['{count, plural, =0 {none} one {# ticket} other {# tickets}}', { count: 0 }, 'none'],
    ['{count, plural, =0 {none} one {# ticket} other {# tickets}}', { count: 1 }, '1 ticket'],
    ['{count, plural, =0 {none} one {# ticket} other {# tickets}}', { count: 1200 }, '1,200 tickets'],
    ['{place, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { place: 22 }, '22nd'],
    ['{state, select, open {Open} other {Closed}}', { state: 'open' }, 'Open'],
    ['{share, number, ::percent}', { share: 0.25 }, '25%'],
    ['{at, date, ::yMMMd}', { at: new Date('2026-06-13T12:00:00Z') }, '13 Jun 2026'],
    ['By {name}', { name: '{x} <b>' }, 'By {x} <b>'],
  ])('%s with %j', (message, values, text) => {
    expect(textOf(message)('key', values)).toBe(text)
  })

  it('writes numbers as the region does', () => {
    expect(textOf('{count, number}', 'de-DE', 'de')('key', { count: 1200 })).toBe('1.200')
  })

  it.each([
    [0, 'لا تذاكر'],
    [1, 'تذكرة'],
    [2, 'تذكرتان'],
    [3, '3 تذاكر'],
    [11, '11 تذكرة'],
    [100, '100 تذكرة.'],
  ])('has six forms in Arabic: %i', (count, text) => {
    const message =
      '{count, plural, zero {لا تذاكر} one {تذكرة} two {تذكرتان} few {# تذاكر} many {# تذكرة} other {# تذكرة.}}'
    expect(textOf(message, 'ar-u-nu-latn', 'ar')('key', { count })).toBe(text)
  })

  it('isolates a name in Arabic, so that its letters and marks stay together', () => {
    expect(textOf('من {name}', 'ar', 'ar')('key', { name: 'Late set (2)' })).toBe(
      'من \u2068Late set (2)\u2069',
    )
  })

  it('with tags comes in pieces, so that a page makes elements of them', () => {
    const text = textOf('Or <link>get {count, plural, one {a ticket} other {# tickets}}</link> <b>here</b>.')
    expect(text.parts('key', { count: 2 })).toEqual([
      { tag: null, text: 'Or ' },
      { tag: 'link', text: 'get 2 tickets' },
      { tag: null, text: ' ' },
      { tag: 'b', text: 'here' },
      { tag: null, text: '.' },
    ])
    expect(text('key', { count: 1 })).toBe('Or get a ticket here.')
  })

  it('finds a tag inside a choice', () => {
    const text = textOf('{count, plural, one {<b>one</b>} other {<b>#</b>}}')
    expect(text.parts('key', { count: 3 })).toEqual([{ tag: 'b', text: '3' }])
  })

  it('that has not arrived is its key, and nothing fails', () => {
    const text = createText({ language: 'en', locale: 'en-GB' }, () => undefined)
    expect(text('site.skip')).toBe('site.skip')
  })
})

describe('the pseudo-language', () => {
  it('is longer and accented, keeps arguments, and chooses as English does', () => {
    const message = compile('Hi {name}, <b>{count, plural, one {# ticket} other {# tickets}}</b> {n, number}')
    const text = createText({ language: 'en', locale: 'en-GB' }, () => pseudo(message)) as unknown as Loose
    expect(text('key', { name: 'Ada', count: 2, n: 5 })).toBe('Ĥíí Ada, 2 ţííçķééţš 5')
  })
})
