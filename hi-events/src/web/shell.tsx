import { MARK, svgParts } from '@tuvens/design'
import type { ComponentChildren } from 'preact'

/** Frame of our own pages on the ticket origin: the mark, then one thing to read and one thing to do. */
export function Shell({ children, id }: { children: ComponentChildren; id?: string }) {
  return (
    <body class="page">
      <header class="bar">
        <div class="wrap wrap--form">
          <span class="bar__brand">
            <Svg markup={MARK} /> Tickets
          </span>
        </div>
      </header>
      <main id={id}>
        <div class="wrap wrap--form stack shell">{children}</div>
      </main>
    </body>
  )
}

/** A heading with its icon. */
export type SayProps = {
  tone: 'info' | 'good' | 'warn' | 'bad'
  glyph: string
  title: string
  children?: ComponentChildren
}

/** What this page is about: an icon in its tone, a heading, a few sentences. */
export function Say({ tone, glyph, title, children }: SayProps) {
  return (
    <div class="say stack">
      <div class={`say__icon notice--${tone}`}>
        <Svg markup={glyph} />
      </div>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

/** What these pages need on top of the shared classes. */
export const SHELL_CSS = [
  '.shell{--gap:var(--s-5);padding-block:clamp(0px,6vh,64px)}',
  '.say__icon{display:grid;place-items:center;width:56px;height:56px;border-radius:50%;background:var(--tone-soft);color:var(--tone)}',
  '.shell__actions{--gap:var(--s-3)}',
  '@media (max-width:30rem){.shell__actions>*{flex:1 1 100%}.shell__actions .button{width:100%}}',
  '.landing__progress{display:flex;align-items:baseline;gap:var(--s-3)}',
].join('')

/** An SVG of our own drawing, as an element of its own. */
export function Svg({ markup }: { markup: string }) {
  const { attributes, inner } = svgParts(markup)
  return <svg {...attributes} dangerouslySetInnerHTML={{ __html: inner }} />
}
