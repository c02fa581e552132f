import type { JSX } from 'preact'
import sanitize from 'sanitize-html'

/** Purified when it was stored, and once more here; pictures from elsewhere would be blocked anyway, so they go. */
const SHOWN = {
  allowedTags:
    'p br b strong i em u s a ul ol li blockquote pre code hr h3 h4 h5 h6 span div table thead tbody tr th td'.split(
      ' ',
    ),
  allowedAttributes: { a: ['href', 'title', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  // The page has its own first and second headings.
  transformTags: { h1: 'h3', h2: 'h3', a: sanitize.simpleTransform('a', { rel: 'noopener nofollow ugc' }) },
}

/** An organiser's text. */
export function Prose({ html }: { html: string | null }): JSX.Element | null {
  if (html === null || html.trim() === '') return null
  return <div class="prose" dangerouslySetInnerHTML={{ __html: sanitize(html, SHOWN) }} />
}
