import { plainText } from '../../rest/text.ts'

/**
 * An organiser's HTML as text that is pleasant to edit in a plain field: blank lines between paragraphs, `- ` before
 * list items, `**bold**`, and addresses of links in brackets. What has no place in it is told as its words.
 */
export function toMarkup(html: string | null): string {
  if (html === null) return ''
  const marked = html
    .replaceAll(/[\s\uE000]+/g, ' ')
    .replaceAll(/<(?:b|strong)\b[^>]*>\s*(.*?)\s*<\/(?:b|strong)>/gi, '**$1**')
    .replaceAll(/<a\b[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gi, (_all, href: string, words: string) =>
      words === href ? href : `${words} (${href})`,
    )
    .replaceAll(/<li\b[^>]*>\s*/gi, `${LINE}- `)
    .replaceAll(/<br\s*\/?>\s*/gi, LINE)
    .replaceAll(/<\/?(?:p|div|ul|ol|h\d|blockquote|pre|table|tr)\b[^>]*>\s*/gi, PARAGRAPH)
  return plainText(marked)
    .replaceAll(/\s*\uE000[\uE000\s]*/g, (run) => (run.includes('\uE000\uE000') ? '\n\n' : '\n'))
    .trim()
}
/** Stand for line ends while the text is stripped of its tags: a letter that is nobody's, so nobody writes it. */
const LINE = ' \uE000 '
const PARAGRAPH = ' \uE000\uE000 '

/** The other way: paragraphs, lists, bold and links; everything else is shown as it was typed. */
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
