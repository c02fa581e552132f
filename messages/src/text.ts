import format, { type CompiledMessage, type FormatOptions } from 'icu-minify/format'
import type { PlainMessages, RichMessages } from './keys.ts'
import { type AnyLanguage, directionOf } from './languages.ts'

/** The messages of some areas in one language, compiled: what a page is sent. */
export type Messages = Record<string, CompiledMessage>
/** A language, and the locale by which its numbers and dates are written. */
export type Tongue = { language: AnyLanguage; locale: string }

export type PlainKey = keyof PlainMessages
export type RichKey = keyof RichMessages
/** The arguments of a message; none when it has none. */
export type ArgumentsOf<T> = keyof T extends never ? [] : [values: T]
/** A piece of a message with tags: plain text, or the text inside a tag. */
export type Part = { tag: string | null; text: string }

/** Texts in one language. */
export type Text = {
  /** The text of a message. */
  <K extends PlainKey>(key: K, ...values: ArgumentsOf<PlainMessages[K]>): string
  /** The pieces of a message with tags, in order. */
  parts<K extends RichKey>(key: K, ...values: ArgumentsOf<RichMessages[K]['values']>): Part[]
}

/**
 * @param find the compiled message of a key. A page may be asked for one that has not arrived yet, while another page takes
 *   its place: its key is then shown for a moment, and nothing fails
 */
export function createText(
  { language, locale }: Tongue,
  find: (key: string) => CompiledMessage | undefined,
): Text {
  const isRtl = directionOf(language) === 'rtl'
  const pieces = (key: string, values: Record<string, unknown> = {}): (string | Part)[] => {
    const message = find(key)
    if (message === undefined) return [key]
    const prepared = Object.entries(values).map(([name, value]) => [name, isRtl ? isolated(value) : value])
    const tags = tagsOf(message).map((tag) => [tag, (chunks: unknown[]) => ({ tag, text: chunks.join('') })])
    const result = format<Part>(message, locale, Object.fromEntries([...prepared, ...tags]), OPTIONS)
    return Array.isArray(result) ? result : [result]
  }
  const text = (key: string, values?: Record<string, unknown>) =>
    pieces(key, values)
      .map((piece) => (typeof piece === 'string' ? piece : piece.text))
      .join('')
  const parts = (key: string, values?: Record<string, unknown>) =>
    pieces(key, values).map((piece) => (typeof piece === 'string' ? { tag: null, text: piece } : piece))
  return Object.assign(text, { parts })
}

/** A name in a sentence that is written from right to left: its letters and marks keep their own order (UAX 9). */
function isolated(value: unknown): unknown {
  return typeof value === 'string' ? `\u2068${value}\u2069` : value
}

/** The names of the tags in a compiled message, wherever they stand: a tag is a list whose second item is a text or a list. */
function tagsOf(node: unknown): string[] {
  if (!Array.isArray(node)) return isOptions(node) ? Object.values(node).flatMap(tagsOf) : []
  const [name, kind] = node as unknown[]
  const isTag = typeof name === 'string' && node.length > 1 && (typeof kind !== 'number' || kind === 0)
  return [...(isTag ? [name] : []), ...node.flatMap(tagsOf)]
}

function isOptions(node: unknown): node is object {
  return typeof node === 'object' && node !== null
}

/** More than the languages need. Regions come from what browsers send, so there may be thousands. */
const MAX_FORMATTERS = 200
const cache = new Map<string, unknown>()
/** Making a formatter of `Intl` costs more than using it a hundred times. */
function once<T>(key: unknown[], make: () => T): T {
  const name = JSON.stringify(key)
  const known = cache.get(name) as T | undefined
  if (known !== undefined) return known
  const made = make()
  const [oldest] = cache.keys()
  if (cache.size >= MAX_FORMATTERS && oldest !== undefined) cache.delete(oldest)
  cache.set(name, made)
  return made
}

const OPTIONS: FormatOptions = {
  formatters: {
    getDateTimeFormat: (...args) => once(['date', ...args], () => new Intl.DateTimeFormat(...args)),
    getNumberFormat: (...args) => once(['number', ...args], () => new Intl.NumberFormat(...args)),
    getPluralRules: (...args) => once(['plural', ...args], () => new Intl.PluralRules(...args)),
  },
}
