import { linkedParts } from './links.ts'

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const CHARACTERS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Links the addresses in HTML as a sanitiser writes it, outside its links. `attributes` are those of each new link. */
export function linkHtml(html: string, attributes: string): string {
  if (!html.includes('://')) return html
  let links = 0
  return html
    .split(/(<[^<>]*>)/)
    .map((piece) => {
      if (piece.startsWith('<')) links += /^<a\b/i.test(piece) ? 1 : /^<\/a\b/i.test(piece) ? -1 : 0
      return piece.startsWith('<') || links > 0 || !piece.includes('://') ? piece : linked(piece, attributes)
    })
    .join('')
}

function linked(text: string, attributes: string): string {
  return linkedParts(text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? ''))
    .map((part) => {
      const words = escaped(part.text)
      return part.href === null ? words : `<a href="${escaped(part.href)}" ${attributes}>${words}</a>`
    })
    .join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => CHARACTERS[character] ?? '')
}
