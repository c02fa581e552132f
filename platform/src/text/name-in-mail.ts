const MAX_LENGTH = 60
/** Names are letters of any script, with marks, spaces, and the signs that stand in names. */
const NOT_IN_NAMES = /[^\p{L}\p{M}\p{Zs}'’.,-]+/gu
/** A dot between letters, which mail programs take for the address of a site. */
const DOT_IN_WORD = /\.(?=\S)/gu
const SPACES = /\p{Zs}+/gu

/**
 * A name as mails show it. One person types the name and the mail goes to another: it must carry no link and no text
 * of the first.
 */
export function nameInMail(name: string): string {
  const words = name.replace(NOT_IN_NAMES, ' ').replace(DOT_IN_WORD, '. ').replace(SPACES, ' ').trim()
  return Array.from(words).slice(0, MAX_LENGTH).join('').trim()
}
