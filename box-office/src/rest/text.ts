import sanitize from 'sanitize-html'

/** `blue-note-at-dusk-friends` */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

const SAFE = {
  allowedTags: [
    'p',
    'br',
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
    'a',
    'ul',
    'ol',
    'li',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'pre',
    'code',
    'hr',
    'span',
    'div',
    'img',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  allowedAttributes: { a: ['href', 'title'], img: ['src', 'alt', 'width', 'height'] },
  allowedSchemes: ['http', 'https', 'mailto'],
}

/** An organiser's HTML with everything taken out that does more than show text. */
export function purifyHtml(html: string): string {
  return sanitize(html, SAFE)
}

/** The words of an HTML text, on one line. */
export function plainText(html: string): string {
  return sanitize(html.replaceAll(/<(br|\/p|\/li|\/h\d|\/div)\b/gi, ' <$1'), {
    allowedTags: [],
    allowedAttributes: {},
  })
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/**
 * To the cent, half of one upwards. Fourteen digits are more than money here has and fewer than what floating point
 * gets wrong: 21 % of 21.50 is 4.515, though 4.515 * 100 is 451.49999999999994.
 */
export function roundMoney(value: number): number {
  return Math.round(Number((value * 100).toPrecision(14))) / 100
}
