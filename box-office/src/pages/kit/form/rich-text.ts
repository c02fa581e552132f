import { plainText } from '../../../rest/text.ts'

/**
 * HTML as text that can be edited in a plain field: blank lines between paragraphs, `- ` before list items, `**bold**`,
 * and addresses of links in brackets. Any other element becomes its text.
 */
export function toMarkup(html: string | null): string {
  if (html === null) return ''
  const marked = html
    .replaceAll(/[\s\uE000-\uE002]+/g, ' ')
    .replaceAll(/<(?:b|strong)\b[^<>]*> ?/gi, '\uE001')
    .replaceAll(/ ?<\/(?:b|strong)>/gi, '\uE002')
    // Bold within bold is bold.
    .replaceAll(/\uE001+|\uE002+/g, '**')
    .replaceAll(/<li\b[^<>]*> ?/gi, `${LINE}- `)
    .replaceAll(/<br ?\/?> ?/gi, LINE)
    .replaceAll(/<\/?(?:p|div|ul|ol|h\d|blockquote|pre|table|tr)\b[^<>]*> ?/gi, PARAGRAPH)
  return plainText(linksToText(marked))
    .replaceAll(/ ?\uE000[\uE000 ]*/g, (run) => (run.includes('\uE000\uE000') ? '\n\n' : '\n'))
    .trim()
}

/** Writes the address of each link behind its text, unless they are equal. */
function linksToText(html: string): string {
  let [href, start] = ['', 0]
  return html.replaceAll(/<a\b[^<>]*>|<\/a>/gi, (tag, at: number) => {
    if (tag === '</a>') return href === '' || html.slice(start, at) === href ? '' : ` (${href})`
    href = /href="([^"]*)"/.exec(tag)?.[1] ?? ''
    start = at + tag.length
    return ''
  })
}

/** Placeholders for line ends while tags are removed. Like those for bold they are from the private use area, so no text contains them. */
const LINE = ' \uE000 '

const PARAGRAPH = ' \uE000\uE000 '

/** The reverse of `toMarkup`: paragraphs, lists, bold and links. Everything else is escaped and shown as typed. */
export function toHtml(markup: string): string | null {
  const blocks = markup
    .trim()
    .split(/\n\s*\n/)
    .map((each) => each.trim())
  if (blocks[0] === '') return null
  return blocks.map(blockHtml).join('')
}

function blockHtml(block: string): string {
  const lines = block.split('\n').map((each) => each.trim())
  if (lines.every((each) => each.startsWith('- ')))
    return `<ul>${lines.map((each) => `<li>${inlineHtml(each.slice(2))}</li>`).join('')}</ul>`
  return `<p>${lines.map(inlineHtml).join('<br />')}</p>`
}

function inlineHtml(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  return escaped
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/https?:\/\/[\w\-.~:/?#@!$'*+,;=%&]*[\w\-/#=]/g, (url) => `<a href="${url}">${url}</a>`)
}
