/** A part of a text; `href` where it is an address of the web. */
export type TextPart = { text: string; href: string | null }

/** Runs of characters that an address may have. One class without alternatives: the time is linear in the text. */
const ADDRESS = /\bhttps?:\/\/[^\s\p{C}<>"“”‘’«»`{}|\\^]+/giu
const CLOSING = new Set(".,;:!?…*_~'")

/** Splits a line that people wrote at the addresses in it. Together, the parts are the line. */
export function linkedParts(line: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    const text = withoutClosing(found)
    const href = hrefOf(text)
    if (href === null) continue
    if (index > at) parts.push({ text: line.slice(at, index), href: null })
    parts.push({ text, href })
    at = index + text.length
  }
  if (at < line.length) parts.push({ text: line.slice(at), href: null })
  return parts
}

/** The end of a sentence is no part of the address; a bracket is, when it was opened in it. */
function withoutClosing(found: string): string {
  let opened = 0
  for (const sign of found) opened += sign === '(' ? 1 : sign === ')' ? -1 : 0
  let end = found.length
  for (; end > 0; end--) {
    const last = found.charAt(end - 1)
    if (last === ')' && opened < 0) opened++
    else if (last === ']' || CLOSING.has(last)) continue
    else break
  }
  return found.slice(0, end)
}

/** An address with a name in front of its host is written to mislead. */
function hrefOf(text: string): string | null {
  if (text.length > 2048 || !URL.canParse(text)) return null
  const { protocol, username, href } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' ? href : null
}
