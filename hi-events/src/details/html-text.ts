import sanitizeHtml from 'sanitize-html'

const BLOCK_END = /<\/(p|li|ul|ol|div|blockquote|h[1-6])>/gi
const LINE_END = /<br ?\/?>/gi
const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/** The text of a description: paragraphs are separated by an empty line, and links are left as their words. */
export function textOfHtml(html: string): string {
  const lines = html.replace(LINE_END, '\n').replace(BLOCK_END, '\n\n')
  return normalText(
    sanitizeHtml(lines, { allowedTags: [], allowedAttributes: {} }).replace(
      /&(amp|lt|gt|quot|#39);/g,
      (entity) => ENTITIES[entity] ?? '',
    ),
  )
}

/** Text as it is compared: one kind of line end, no space at the end of a line, at most one empty line in a row. */
export function normalText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join('\n')
    .split(/\n\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Plain text as HTML, the form of descriptions on Hi.Events. */
export function paragraphs(text: string): string {
  return text
    .trim()
    .replace(/[&<>"]/g, (each) => ESCAPES[each] ?? '')
    .split(/\n\s*\n/)
    .map((each) => `<p>${each.trim().replaceAll('\n', '<br>')}</p>`)
    .join('')
}
