import { FAVICON } from '@tuvens/design'
import { stylesheet } from '@tuvens/design/stylesheet'
import { createHash } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Asset } from './assets.ts'

/** A page before it is rendered. */
export type Page = {
  title: string
  lang?: string
  dir?: 'ltr' | 'rtl'
  theme?: 'light' | 'dark'
  script?: Asset
  /** Origins that may frame the page; none by default. */
  frameAncestors?: readonly string[]
  /** More origins that its script calls. */
  connects?: readonly string[]
  /** Styles of this kind of page, added to the shared stylesheet. */
  css?: string
  body: ComponentChildren
}

/** An HTML document and its `Content-Security-Policy`. */
type RenderedPage = { html: string; contentSecurityPolicy: string }

const BASE_CSS = stylesheet()

/** Renders a document; its policy allows no third party and no inline script, and the one stylesheet by its hash. */
export function renderPage(page: Page): RenderedPage {
  const css = BASE_CSS + (page.css ?? '')
  const html = `<!doctype html>${renderToString(<Document page={page} css={css} />)}`
  return { html, contentSecurityPolicy: policyOf(page, css) }
}

function Document({ page, css }: { page: Page; css: string }) {
  return (
    <html lang={page.lang ?? 'en'} dir={page.dir} data-surface="tickets" data-theme={page.theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{page.title}</title>
        <link rel="icon" href={FAVICON} />
        <style dangerouslySetInnerHTML={{ __html: css }} />
        {page.script && <script type="module" src={page.script.path} />}
      </head>
      {page.body}
    </html>
  )
}

const hashes = new Map<string, string>()

function hashOf(css: string): string {
  const known = hashes.get(css)
  if (known !== undefined) return known
  const hash = createHash('sha256').update(css).digest('base64')
  hashes.set(css, hash)
  return hash
}

function policyOf({ frameAncestors = [], connects = [] }: Page, css: string): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${hashOf(css)}'`,
    "script-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connects].join(' '),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
    "require-trusted-types-for 'script'",
  ].join('; ')
}
