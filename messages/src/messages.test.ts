import { parse, type PluralElement, TYPE } from '@formatjs/icu-messageformat-parser'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../generate/arguments.ts'
import { areasIn, generated, readArea } from '../generate/sources.ts'
import { type Language, LANGUAGES } from './languages.ts'

const AREAS = areasIn('en')
const TRANSLATIONS = LANGUAGES.filter((language) => language !== 'en')

/** Each message of a language by its whole key. */
function messagesIn(language: Language): [key: string, message: string][] {
  return AREAS.flatMap((area) =>
    Object.entries(readArea(language, area)).map(([key, message]): [string, string] => [
      `${area}.${key}`,
      message,
    ]),
  )
}

/** The plural choices of a message, wherever they stand. */
function pluralsOf(elements: ReturnType<typeof parse>): PluralElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return pluralsOf(element.children)
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
    const inside = Object.values(element.options).flatMap((option) => pluralsOf(option.value))
    return element.type === TYPE.plural ? [element, ...inside] : inside
  })
}

/** The categories that whole numbers below a million have. */
function categoriesOf(language: Language, type: 'cardinal' | 'ordinal'): Set<string> {
  const rules = new Intl.PluralRules(language, { type })
  const numbers = [...Array(1_001).keys(), 10_000, 100_000]
  return new Set(numbers.map((each) => rules.select(each)))
}

describe('the generated files', () => {
  it.each(Object.entries(generated()))(
    '%s is what the messages say: else npm run messages',
    (file, content) => {
      expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toBe(content)
    },
  )
})

describe.each(TRANSLATIONS)('the messages in %s', (language) => {
  it('are those of English, with the same arguments and tags', () => {
    const signatures = (of: Language) =>
      Object.fromEntries(messagesIn(of).map(([key, message]) => [key, comparable(message)]))
    expect(areasIn(language)).toEqual(AREAS)
    expect(signatures(language)).toEqual(signatures('en'))
  })
})

function comparable(message: string) {
  const { values, tags } = signatureOf(message)
  return { values: Object.fromEntries(values), tags: new Set(tags) }
}

describe.each(LANGUAGES)('in %s', (language) => {
  it('each plural has every form that its language needs, and no offset, which is not supported', () => {
    const wrong = messagesIn(language).flatMap(([key, message]) =>
      pluralsOf(parse(message)).flatMap(({ options, offset, pluralType = 'cardinal' }) => {
        const forms = Object.keys(options).filter((form) => !form.startsWith('='))
        const missing = [...categoriesOf(language, pluralType)].filter((form) => !forms.includes(form))
        return missing.length > 0 || offset !== 0 ? [`${key}: ${missing.join(', ')}`] : []
      }),
    )
    expect(wrong).toEqual([])
  })

  it('no message is empty, has a straight apostrophe or spaces around it', () => {
    const wrong = messagesIn(language).filter(
      ([, message]) => message.trim() !== message || /^$|'|\.\.\./.test(message),
    )
    expect(wrong).toEqual([])
  })

  it('numbers are written by the language, not as code has them', () => {
    const unformatted = messagesIn(language).filter(([, message]) => /\{(count|left|total)\}/.test(message))
    expect(unformatted).toEqual([])
  })
})
