import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWellFormed, namesTwice } from './json-ambiguity.ts'

describe('a name that is given twice', () => {
  it.each([
    ['side by side', '{"a":1,"a":2}'],
    ['with white space', '{ "a" : 1 ,\n\t"a"\r:2}'],
    ['in an inner object', '[{"x":{"a":1,"b":[],"a":2}}]'],
    ['after an inner object of the same name', '{"a":{"a":1},"a":2}'],
    ['once escaped', '{"a":1,"\\u0061":2}'],
    ['with a quote in it', '{"\\"":1,"\\u0022":2}'],
    ['empty', '{"":1,"":2}'],
    ['__proto__', '{"__proto__":1,"__proto__":2}'],
  ])('is found %s', (_where, text) => {
    expect(namesTwice(text)).toBe(true)
  })

  it.each([
    '{"a":"a","b":"a"}',
    '["a","a",{"a":1},{"a":1}]',
    '{"a":{"a":{"a":1}},"b":["a","a"]}',
    '{"a":"\\",\\"a\\":1"}',
    '"a"',
    '',
  ])('is not seen in %s', (text) => {
    expect(namesTwice(text)).toBe(false)
  })

  it('is never seen in what JSON.stringify makes, and always when a name is repeated', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const [text, key] = [JSON.stringify(value), JSON.stringify(name)]
        expect(namesTwice(text)).toBe(false)
        expect(namesTwice(`[${text},{${key}:${text},${key}:1}]`)).toBe(true)
      }),
    )
  })
})

it('half a surrogate pair is found in texts and names at any depth, a whole one is not', () => {
  expect(isWellFormed({ a: ['\u{1f3ab}', { '\u{1f3ab}': null }], b: 1 })).toBe(true)
  for (const value of ['\ud83c', '\udfab', 'a\udfab\ud83c', ['\ud83c'], { a: { '\ud83c': 1 } }])
    expect(isWellFormed(value)).toBe(false)
})
