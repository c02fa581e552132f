import { cachedByText } from '@tuvens/platform/cached-text'
import sanitizeHtml from 'sanitize-html'

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'ul', 'ol', 'li', 'a'],
  allowedAttributes: { a: ['href', 'rel', 'target'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  nestingLimit: 30,
  disallowedTagsMode: 'discard',
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }),
  },
}
const MAX_LENGTH = 20_000

const clean = cachedByText((html) => sanitizeHtml(html, OPTIONS).trim())

/** Reduces the HTML of an organiser, which is untrusted, to formatting and links. */
export function sanitise(html: string): string {
  return clean(html.slice(0, MAX_LENGTH))
}
