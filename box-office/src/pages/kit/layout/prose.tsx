import { cachedByText } from '@tuvens/platform/cached-text'
import type { JSX } from 'preact'
import sanitize from 'sanitize-html'

/** The text was sanitised when it was stored; this is a second barrier. The content security policy blocks foreign images, so none is kept. */
const ALLOWED = {
  allowedTags:
    'p br b strong i em u s a ul ol li blockquote pre code hr h3 h4 h5 h6 span div table thead tbody tr th td'.split(
      ' ',
    ),
  allowedAttributes: { a: ['href', 'title', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  nestingLimit: 30,
  // The page itself has the headings of the first and second level.
  transformTags: { h1: 'h3', h2: 'h3', a: sanitize.simpleTransform('a', { rel: 'noopener nofollow ugc' }) },
}

/** Characters; the longest description that the REST API takes. */
const MAX_LENGTH = 50_000

const clean = cachedByText((html) => sanitize(html, ALLOWED))

/** Rich text written by an organiser. */
export function Prose({ html }: { html: string | null }): JSX.Element | null {
  if (html === null || html.trim() === '') return null
  return <div class="prose" dangerouslySetInnerHTML={{ __html: clean(html.slice(0, MAX_LENGTH)) }} />
}
