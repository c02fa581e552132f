import { cachedByText } from '@tuvens/platform/text/cached-text'
import { linkHtml } from '@tuvens/platform/text/link-html'
import sanitizeHtml from 'sanitize-html'

const LINK = { rel: 'noopener noreferrer nofollow', target: '_blank' }
const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'ul', 'ol', 'li', 'a'],
  allowedAttributes: { a: ['href', 'rel', 'target'], p: ['dir'], li: ['dir'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  nestingLimit: 30,
  disallowedTagsMode: 'discard',
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', LINK),
    // Each has the direction of what is written in it.
    p: sanitizeHtml.simpleTransform('p', { dir: 'auto' }),
    li: sanitizeHtml.simpleTransform('li', { dir: 'auto' }),
  },
}
const MAX_LENGTH = 20_000

const clean = cachedByText((html) => linked(sanitizeHtml(html, OPTIONS).trim()))

function linked(html: string): string {
  return linkHtml(html, `rel="${LINK.rel}" target="${LINK.target}"`)
}

/** Reduces the HTML of an organiser, which is untrusted, to formatting and links; its addresses become links. */
export function sanitise(html: string): string {
  return clean(html.slice(0, MAX_LENGTH))
}
