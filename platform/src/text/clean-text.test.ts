import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, cleanTexts } from './clean-text.ts'

describe('a pasted text', () => {
  it.each([
    ['a vertical tab', 'one\u000btwo', 'one\ntwo'],
    ['a form feed and other breaks', 'a\fb\u0085c\u2028d\u2029e\r\nf\rg', 'a\nb\nc\nd\ne\nf\ng'],
    ['a bell, an escape and a NUL', 'a\u0007b\u001bc\u0000d\u007fe', 'abcde'],
    ['new lines and tabs', 'a\n\n\tb', 'a\n\n\tb'],
    ['overrides of direction', 'gro\u202elive\u202d', 'grolive'],
    ['marks of direction and joiners', 'א\u200f 👩\u200d🎤', 'א\u200f 👩\u200d🎤'],
  ])('with %s is cleaned, not refused', (_name, pasted, clean) => {
    expect(cleanText(pasted)).toBe(clean)
  })

  it('is on one line where a field has one', () => {
    expect(cleanLine('one\u2028two\r\n\nthree\u0007')).toBe('one two three')
  })

  it('is cleaned wherever it stands in a body, and a password is not', () => {
    const body = {
      title: 'a\u000bb',
      venue: { name: 'c\u0007' },
      list: ['d\u001b', 1, null],
      new_password: 'e\u0007',
    }
    expect(cleanTexts(body)).toEqual({
      title: 'a\nb',
      venue: { name: 'c' },
      list: ['d', 1, null],
      new_password: 'e\u0007',
    })
  })
})
