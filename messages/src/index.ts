import compile from 'icu-minify/compile'
import type { CompiledMessage } from 'icu-minify/format'
import { type Area, CATALOGUE } from './catalogue.ts'
import { type AnyLanguage, type Language, PSEUDO } from './languages.ts'
import { pseudo } from './pseudo.ts'
import { createText, type Messages, type Text, type Tongue } from './text.ts'

export type { Area }
export {
  type AnyLanguage,
  directionOf,
  type Language,
  LANGUAGE_NAMES,
  LANGUAGES,
  PSEUDO,
} from './languages.ts'
export type { Messages, Part, PlainKey, RichKey, Text, Tongue } from './text.ts'

/** Every area. */
export const AREAS = Object.keys(CATALOGUE.en) as Area[]

const compiled = new Map<string, Messages>()

/** The messages of an area, compiled when they are first needed: one language is asked for more often than all. */
function messagesOfArea(language: AnyLanguage, area: Area): Messages {
  const name = `${language}/${area}`
  const known = compiled.get(name)
  if (known !== undefined) return known
  const source: Record<string, string> = CATALOGUE[sourceOf(language)][area]
  const messages = Object.fromEntries(
    Object.entries(source).map(([key, message]) => [`${area}.${key}`, compileIn(language, message)]),
  )
  compiled.set(name, messages)
  return messages
}

function compileIn(language: AnyLanguage, message: string): CompiledMessage {
  return language === PSEUDO ? pseudo(compile(message)) : compile(message)
}

function sourceOf(language: AnyLanguage): Language {
  return language === PSEUDO ? 'en' : language
}

/** What a page needs to write the messages of its areas. */
export function messagesOf(language: AnyLanguage, areas: readonly Area[]): Messages {
  return Object.assign({}, ...areas.map((area) => messagesOfArea(language, area)))
}

/** Texts of every area, for a server. */
export function textIn(tongue: Tongue): Text {
  return createText(tongue, (key) => messagesOfArea(tongue.language, key.split('.', 1)[0] as Area)[key])
}
