import { FAVICON, MARK, icon, svgParts, THEME_SCRIPT, type IconName } from '@tuvens/design'
import { stylesheet } from '@tuvens/design/stylesheet'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { ComponentChildren, JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { SECTIONS } from './sections.ts'

export type ConsolePage = {
  title: string
  /** What has just been done, told above the page. */
  done?: string | undefined
  width?: 'form' | 'wide'
  body: ComponentChildren
}

const OWN_CSS = [
  // The menu has its own line on a narrow screen, and scrolls.
  '.console-tabs{background:var(--surface)}',
  '.console-tabs .tabs{--cover:var(--surface);border:0}',
  '.console{--gap:var(--s-5)}',
  // An error code takes several lines in a narrow column.
  '.console .badge{border-radius:var(--radius-1)}',
  '.console .table td{overflow-wrap:anywhere;min-width:5rem}',
  '.console .table td.num{white-space:nowrap}',
  '.filters{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,11rem),1fr));gap:var(--s-3);align-items:end}',
  '.pre{overflow-x:auto;padding:var(--s-4);border-radius:var(--radius-1);background:var(--sunken);white-space:pre-wrap;overflow-wrap:anywhere}',
  '.nodes{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:var(--s-4)}',
  // On a phone each row is a block with its own headings.
  '@media (max-width:48rem){.console .table thead{display:none}.console .table tr{display:block;padding-block:var(--s-3);border-bottom:1px solid var(--line)}.console .table td{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:var(--s-3);padding:2px 0;border:0}.console .table td::before{content:attr(data-label);color:var(--ink-soft);font-size:var(--t-1)}.console .table td[data-label=""]{grid-template-columns:1fr}.console .table td[data-label=""]::before{content:none}}',
].join('')
const CSS = stylesheet() + OWN_CSS

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing from elsewhere, no script but the theme switch, no frame around it, no form to elsewhere. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(CSS)}`,
  `script-src ${hashOf(THEME_SCRIPT)}`,
  "font-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

export function renderPage(page: ConsolePage, request: FastifyRequest) {
  const { operator, url } = request
  const html = `<!doctype html>${renderToString(<Document page={page} operator={operator} path={url.split('?', 1)[0] ?? '/'} />)}`
  return { html, contentSecurityPolicy: POLICY }
}

type Frame = { page: ConsolePage; operator: string; path: string }

function Document({ page, operator, path }: Frame): JSX.Element {
  return (
    <html lang="en" data-surface="site">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${page.title} · Tuvens console`}</title>
        <link rel="icon" href={FAVICON} />
        <style dangerouslySetInnerHTML={{ __html: CSS }} />
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body class="page">
        <div>
          <a class="skip-link" href="#main">
            Skip to content
          </a>
          <Bar operator={operator} />
          {operator !== '' && <Menu path={path} />}
        </div>
        <main id="main" tabindex={-1}>
          <div class={`wrap ${page.width === 'form' ? 'wrap--form' : ''} stack console`}>
            {page.done !== undefined && (
              <div class="notice notice--good" role="status">
                <Icon name="check" />
                <p>{page.done}</p>
              </div>
            )}
            {page.body}
          </div>
        </main>
      </body>
    </html>
  )
}

function Bar({ operator }: { operator: string }): JSX.Element {
  return (
    <header class="bar">
      <div class="wrap">
        <a class="bar__brand" href="/">
          <Svg markup={MARK} /> Console
        </a>
        <div class="bar__nav">
          <button type="button" data-theme-switch aria-label="Switch between light and dark">
            <Icon name="theme" />
          </button>
          {operator !== '' && (
            <form method="post" action="/sign-out">
              <button class="button button--small button--quiet" type="submit">
                Sign out {operator}
              </button>
            </form>
          )}
        </div>
      </div>
    </header>
  )
}

function Menu({ path }: { path: string }): JSX.Element {
  const isHere = (section: string) => (section === '/' ? path === '/' : path.startsWith(section))
  return (
    <div class="console-tabs">
      <nav class="wrap" aria-label="Console">
        <div class="tabs">
          {SECTIONS.map((section) => (
            <a href={section.path} aria-current={isHere(section.path) ? 'page' : undefined}>
              {section.title}
            </a>
          ))}
        </div>
      </nav>
    </div>
  )
}

export function Icon({ name }: { name: IconName }): JSX.Element {
  return <Svg markup={icon(name)} />
}

/** An icon of `@tuvens/design`; its markup is trusted. */
function Svg({ markup }: { markup: string }): JSX.Element {
  const { attributes, inner } = svgParts(markup)
  return <svg {...attributes} dangerouslySetInnerHTML={{ __html: inner }} />
}
