import { MARK, svgParts } from '@tuvens/design'
import type { ComponentChildren } from 'preact'

type ShellProps = { children: ComponentChildren; id?: string; brand?: string }

/** The frame of the ticket origin's own pages: the brand, and below it the content. */
export function Shell({ children, id, brand = 'Tickets' }: ShellProps) {
  return (
    <body class="page">
      <header class="bar">
        <div class="wrap wrap--form">
          <span class="bar__brand">
            <Svg markup={MARK} /> {brand}
          </span>
        </div>
      </header>
      <main id={id}>
        <div class="wrap wrap--form stack shell">{children}</div>
      </main>
    </body>
  )
}

export type PageHeadingProps = {
  tone: 'info' | 'good' | 'warn' | 'bad'
  glyph: string
  title: string
  children?: ComponentChildren
}

/** An icon in its tone, a heading, and a few sentences. */
export function PageHeading({ tone, glyph, title, children }: PageHeadingProps) {
  return (
    <div class="page-heading stack">
      <div class={`page-heading__icon notice--${tone}`}>
        <Svg markup={glyph} />
      </div>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

/** Styles of these pages, added to the shared stylesheet. */
export const SHELL_CSS = [
  '.shell{--gap:var(--s-5);padding-block:clamp(0px,6vh,64px)}',
  '.page-heading__icon{display:grid;place-items:center;width:56px;height:56px;border-radius:50%;background:var(--tone-soft);color:var(--tone)}',
  '.shell__actions{--gap:var(--s-3)}',
  // A button may name a person.
  '.shell__actions .button{max-width:100%;overflow-wrap:anywhere}',
  '@media (max-width:30rem){.shell__actions>*{flex:1 1 100%}.shell__actions .button{width:100%}}',
  '.landing__progress{display:flex;align-items:baseline;gap:var(--s-3)}',
].join('')

/** An icon of `@tuvens/design`; its markup is trusted. */
export function Svg({ markup }: { markup: string }) {
  const { attributes, inner } = svgParts(markup)
  return <svg {...attributes} dangerouslySetInnerHTML={{ __html: inner }} />
}
