import { FAVICON, THEME_SCRIPT } from '@tuvens/design'
import type { ComponentChildren, JSX } from 'preact'
import { Bar, Foot } from './bar.tsx'
import { useShell } from './shell.ts'

type LayoutProps = {
  title: string
  /** The form on this page was refused. The title states this first, because screen readers start with it. */
  refused?: boolean
  /** `manage` has the navigation of the organiser; `public` has none that leads away from buying. */
  kind: 'manage' | 'public'
  width?: 'narrow' | 'form' | 'wide'
  /** Between the bar and the main part: name and tabs of an event. */
  header?: ComponentChildren
  foot?: ComponentChildren
  children: ComponentChildren
}

/** The frame of every page: skip link, bar, main part, footer. */
export function Layout({ title, refused = false, kind, width = 'wide', ...rest }: LayoutProps): JSX.Element {
  const { assets } = useShell()
  const wrap = width === 'wide' ? 'wrap' : `wrap wrap--${width}`
  return (
    <html lang="en" data-surface="tickets">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${refused ? 'Error: ' : ''}${title} · Box Office`}</title>
        <link rel="preload" href={assets.font} as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={assets.css} />
        <link rel="icon" href={FAVICON} />
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
        <script src={assets.js} defer />
      </head>
      <body class="page">
        <div>
          <a class="skip-link" href="#main">
            Skip to content
          </a>
          <Bar kind={kind} />
          {rest.header}
        </div>
        <main id="main" tabindex={-1}>
          <div class={`${wrap} stack page-body`}>{rest.children}</div>
        </main>
        <Foot kind={kind}>{rest.foot}</Foot>
      </body>
    </html>
  )
}
