import type { Messages, Text, Tongue } from '@tuvens/messages'
import { createText } from '@tuvens/messages/text'
import { getContext, setContext } from 'svelte'

/** What the server sends for the texts of a page. */
export type SentText = Tongue & { messages: Messages }

const KEY = Symbol('text')

/**
 * Gives the components below the texts of a page. Messages of earlier pages are kept: while a page takes the place of
 * another, the old one still shows them.
 *
 * @param read what the server sent last
 */
export function provideText(read: () => SentText): Text {
  const known = new Map<string, { messages: Messages; text: Text }>()
  const now = (): Text => {
    const { language, locale, messages } = read()
    const name = `${language} ${locale}`
    const entry = known.get(name) ?? newEntry({ language, locale })
    known.set(name, entry)
    Object.assign(entry.messages, messages)
    return entry.text
  }
  const text = Object.assign((...given: Parameters<Text>) => now()(...given), {
    parts: (...given: Parameters<Text['parts']>) => now().parts(...given),
  }) as Text
  return setContext(KEY, text)
}

function newEntry(tongue: Tongue) {
  const messages: Messages = {}
  return { messages, text: createText(tongue, (key) => messages[key]) }
}

/** The texts of the page, for a component. */
export function useText(): Text {
  return getContext<Text>(KEY)
}
