import { FAVICON, icon, MARK, svgParts, THEME_SCRIPT } from '@tuvens/design'
import { stylesheet } from '@tuvens/design/stylesheet'
import { createHash } from 'node:crypto'
import type { ComponentChildren, JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { ReferenceDocument } from './document.ts'

/** Where the pages are, and what they load. */
export const REFERENCE_PATH = '/api/docs'
export const FONT_PATH = `${REFERENCE_PATH}/figtree.woff2`

const OWN_CSS = [
  '.reference{display:grid;gap:var(--s-5);padding-block:var(--s-5)}',
  '.reference nav ul{list-style:none;padding:0;margin:0}',
  '.reference nav ul{display:flex;flex-wrap:wrap;column-gap:var(--s-4)}',
  '.reference nav a{display:inline-block;padding-block:var(--s-2);overflow-wrap:anywhere}',
  '.reference nav a[aria-current]{font-weight:650;color:inherit;text-decoration:none}',
  '.operation{display:grid;gap:var(--s-4);padding-block:var(--s-5);border-top:1px solid var(--line);scroll-margin-top:var(--s-4)}',
  '.operation h2 a{color:inherit;text-decoration:none}.operation h2 a:hover{text-decoration:underline}',
  '.operation>*{min-width:0}.operation p{overflow-wrap:anywhere}',
  '.operations{list-style:none;padding:0;display:grid;gap:var(--s-2)}.operations .address{display:block}',
  '.reference main>ul:not(.operations){padding-inline-start:var(--s-5)}',
  '.address{font-size:var(--t-2);overflow-wrap:anywhere}',
  '.method{display:inline-block;font-weight:650;margin-inline-end:var(--s-2)}',
  '.sample{position:relative}.sample pre{margin:0;padding:var(--s-4);border-radius:var(--radius-1);background:var(--sunken);white-space:pre-wrap;overflow-wrap:anywhere;max-width:none}',
  '.sample .button{position:absolute;inset-block-start:var(--s-2);inset-inline-end:var(--s-2)}',
  '.reference .table{table-layout:fixed}.reference .table--narrow th:first-child{width:6rem}.reference .table :is(td,th){overflow-wrap:anywhere;vertical-align:top}',
  '@media (min-width:64rem){.reference{grid-template-columns:15rem minmax(0,1fr)}.reference nav ul{display:block}.reference>nav{position:sticky;inset-block-start:var(--s-4);align-self:start}}',
  '@media (max-width:40rem){.reference .table thead{display:none}.reference .table :is(tr,td){display:block}.reference .table tr{padding-block:var(--s-3);border-bottom:1px solid var(--line)}.reference .table td{padding:0;border:0}}',
].join('')
const CSS = stylesheet().replaceAll('/assets/figtree.woff2', FONT_PATH) + OWN_CSS

/** Shows the buttons that copy a sample, and copies. Without scripts there are none. */
const COPY_SCRIPT = `(()=>{const show=()=>document.querySelectorAll('[data-copy]').forEach(b=>{b.hidden=false});document.readyState==='loading'?addEventListener('DOMContentLoaded',show):show();addEventListener('click',async e=>{const b=e.target instanceof Element&&e.target.closest('[data-copy]');if(!b)return;const s=document.getElementById('copied');try{await navigator.clipboard.writeText(b.parentElement.querySelector('pre').textContent);s.textContent='Copied'}catch{s.textContent='Select the text and copy it'}b.textContent=s.textContent==='Copied'?'Copied':'Copy';setTimeout(()=>{b.textContent='Copy';s.textContent=''},2000)})})()`

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing from elsewhere, no script but these two, no frame around it, no form. */
export const REFERENCE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(CSS)}`,
  `script-src ${hashOf(THEME_SCRIPT)} ${hashOf(COPY_SCRIPT)}`,
  "font-src 'self'",
  // Lighthouse reads robots.txt from the page; our scripts connect to nothing.
  "connect-src 'self'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

export type ReferencePage = {
  title: string
  description: string
  /** Of the section that is shown; empty on the first page. */
  slug: string
  body: ComponentChildren
}

export const slugOf = (tag: string) => tag.toLowerCase().replaceAll(' ', '-')
export const pathOfTag = (tag: string) => `${REFERENCE_PATH}/${slugOf(tag)}`

export function renderReference(page: ReferencePage, { tags }: ReferenceDocument): string {
  return `<!doctype html>${renderToString(<Page page={page} tags={tags} />)}`
}

type Frame = { page: ReferencePage; tags: ReferenceDocument['tags'] }

function Page({ page, tags }: Frame): JSX.Element {
  return (
    <html lang="en" data-surface="site">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={page.description} />
        <title>{`${page.title} · Tuvens API`}</title>
        <link rel="icon" href={FAVICON} />
        <link rel="preload" href={FONT_PATH} as="font" type="font/woff2" crossorigin="anonymous" />
        <style dangerouslySetInnerHTML={{ __html: CSS }} />
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
        <script dangerouslySetInnerHTML={{ __html: COPY_SCRIPT }} />
      </head>
      <body class="page">
        <div>
          <a class="skip-link" href="#main">
            Skip to content
          </a>
          <Bar />
        </div>
        <div class="wrap reference">
          <Menu slug={page.slug} tags={tags} />
          <main id="main" tabindex={-1} class="stack">
            {page.body}
          </main>
        </div>
        <p id="copied" class="visually-hidden" role="status" />
      </body>
    </html>
  )
}

function Bar(): JSX.Element {
  return (
    <header class="bar">
      <div class="wrap">
        <a class="bar__brand" href={REFERENCE_PATH}>
          <Svg markup={MARK} /> API reference
        </a>
        <div class="bar__nav">
          <a href="/api/openapi.json">OpenAPI</a>
          <button type="button" data-theme-switch aria-label="Switch between light and dark">
            <Svg markup={icon('theme')} />
          </button>
        </div>
      </div>
    </header>
  )
}

function Menu({ slug, tags }: { slug: string; tags: ReferenceDocument['tags'] }): JSX.Element {
  return (
    <nav aria-label="Sections">
      <ul>
        {[{ name: 'All operations', path: REFERENCE_PATH, own: '' }]
          .concat(tags.map(({ name }) => ({ name, path: pathOfTag(name), own: slugOf(name) })))
          .map(({ name, path, own }) => (
            <li>
              <a href={path} aria-current={own === slug ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}

/** An icon of `@tuvens/design`; its markup is trusted. */
function Svg({ markup }: { markup: string }): JSX.Element {
  const { attributes, inner } = svgParts(markup)
  return <svg {...attributes} dangerouslySetInnerHTML={{ __html: inner }} />
}
