import { MARK } from '@tuvens/design'
import type { ComponentChildren } from 'preact'

/** Frame of our own pages on the ticket origin: the mark, then one thing to read and one thing to do. */
export function Shell({ children, id }: { children: ComponentChildren; id?: string }) {
  return (
    <body class="page">
      <header class="bar">
        <div class="wrap">
          <span class="bar__brand">
            <Svg markup={MARK} /> Tickets
          </span>
        </div>
      </header>
      <main id={id}>
        <div class="wrap wrap--form stack">{children}</div>
      </main>
    </body>
  )
}

export type NoticeProps = {
  tone: 'info' | 'good' | 'warn' | 'bad'
  glyph: string
  title: string
  children?: ComponentChildren
}

/** What happened, as the heading of the page. */
export function Notice({ tone, glyph, title, children }: NoticeProps) {
  return (
    <div class={`notice notice--${tone}`}>
      <Svg markup={glyph} />
      <div class="stack" role="status">
        <h1>{title}</h1>
        {children}
      </div>
    </div>
  )
}

/** An SVG of our own drawing. */
export function Svg({ markup }: { markup: string }) {
  return <span class="glyph" dangerouslySetInnerHTML={{ __html: markup }} />
}
