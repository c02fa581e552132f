import { FAVICON, THEME_SCRIPT } from '@tuvens/design'
import { type ComponentChildren, createContext, type JSX } from 'preact'
import { useContext } from 'preact/hooks'
import type { Assets } from './assets.ts'
import { Icon, Mark } from './icon.tsx'

/** What the frame of every page shows. */
export type PageShell = {
  assets: Assets
  /** The signed-in user. */
  user: { name: string; email: string } | null
  /** Path and query of the page. */
  path: string
  /** What happens to mails: sent by SMTP, shown on `/mailbox`, or kept until a mail server is configured. */
  mail: 'sent' | 'mailbox' | 'kept'
}

const ShellContext = createContext<PageShell | null>(null)
export const ShellProvider = ShellContext.Provider

export function useShell(): PageShell {
  const shell = useContext(ShellContext)
  if (shell === null) throw new TypeError('a page must be rendered by sendPage')
  return shell
}

type LayoutProps = {
  title: string
  /** The form on this page was refused. The title says so first, because screen readers start with it. */
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

function Bar({ kind }: { kind: 'manage' | 'public' }): JSX.Element {
  const { user, path } = useShell()
  const home = kind === 'manage' || user !== null
  return (
    <header class="bar">
      <div class="wrap">
        {home ? (
          <a class="bar__brand" href="/manage">
            <Mark /> Box Office
          </a>
        ) : (
          <span class="bar__brand">
            <Mark /> Box Office
          </span>
        )}
        <nav class="bar__nav" aria-label="Main">
          {user !== null && (
            <a href="/manage" aria-current={path === '/manage' ? 'page' : undefined}>
              Your events
            </a>
          )}
          <button type="button" data-theme-switch aria-label="Switch between light and dark">
            <Icon name="theme" />
          </button>
        </nav>
      </div>
    </header>
  )
}

function Foot({ kind, children }: { kind: 'manage' | 'public'; children: ComponentChildren }): JSX.Element {
  const { user, mail } = useShell()
  return (
    <footer class="foot">
      <div class="wrap">
        {children ?? <span>Box Office</span>}
        {user !== null && kind === 'manage' && (
          <div class="row">
            <span>
              Signed in as <strong>{user.email}</strong>
            </span>
            {mail === 'mailbox' && <a href="/mailbox">Mailbox</a>}
            <form method="post" action="/auth/logout">
              <button class="link" type="submit">
                Sign out
              </button>
            </form>
          </div>
        )}
      </div>
    </footer>
  )
}
