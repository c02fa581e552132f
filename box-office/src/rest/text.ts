import { cachedByText } from '@tuvens/platform/text/cached-text'
import sanitize from 'sanitize-html'

/** `blue-note-at-dusk-friends` */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
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
  nestingLimit: 30,
}

/** Removes scripts, styles and everything else that does more than format text. */
export function purifyHtml(html: string): string {
  return sanitize(html, SAFE)
}

/** HTML as plain text on one line. Lists show it for each of their events. */
export const plainText = cachedByText((html) =>
  sanitize(html.replaceAll(/<(br|\/p|\/li|\/h\d|\/div)\b/gi, ' <$1'), {
    allowedTags: [],
    allowedAttributes: {},
  })
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim(),
)

/**
 * Rounds to cents, halves up. Rounding to 14 digits first removes floating-point errors: 21 % of 21.50 is 4.515, but
 * 4.515 * 100 is 451.49999999999994. A difference of two large amounts keeps their error, so a millionth of a cent is
 * the finest part that counts: 7331.25 less 99.92 % is 5.865.
 */
export function roundMoney(value: number): number {
  const cents = Number((value * 100).toPrecision(14))
  return Math.round(Number(cents.toFixed(6))) / 100
}
