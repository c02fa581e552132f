import { cachedByText } from '@tuvens/platform/text/cached-text'
import type { JSX } from 'preact'
import { linkHtml } from '@tuvens/platform/text/link-html'
import sanitize from 'sanitize-html'

const REL = 'noopener nofollow ugc'
/** Each has the direction of what is written in it. */
const BLOCKS = ['p', 'li', 'blockquote', 'pre', 'h3', 'h4', 'h5', 'h6', 'div', 'th', 'td']

/** The text was sanitised when it was stored; this is a second barrier. The content security policy blocks foreign images, so none is kept. */
const ALLOWED = {
  allowedTags:
    'p br b strong i em u s a ul ol li blockquote pre code hr h3 h4 h5 h6 span div table thead tbody tr th td'.split(
      ' ',
    ),
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    ...Object.fromEntries(BLOCKS.map((name) => [name, ['dir']])),
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  nestingLimit: 30,
  // The page itself has the headings of the first and second level.
  transformTags: {
    ...Object.fromEntries(BLOCKS.map((name) => [name, sanitize.simpleTransform(name, { dir: 'auto' })])),
    h1: sanitize.simpleTransform('h3', { dir: 'auto' }),
    h2: sanitize.simpleTransform('h3', { dir: 'auto' }),
    a: sanitize.simpleTransform('a', { rel: REL }),
  },
}

/** Characters; the longest description that the REST API takes. */
const MAX_LENGTH = 50_000

const clean = cachedByText((html) => linkHtml(sanitize(html, ALLOWED), `rel="${REL}"`))

/** Rich text written by an organiser, with its addresses as links. */
export function Prose({ html }: { html: string | null }): JSX.Element | null {
  if (html === null || html.trim() === '') return null
  return (
    <div class="prose" dir="auto" dangerouslySetInnerHTML={{ __html: clean(html.slice(0, MAX_LENGTH)) }} />
  )
}
