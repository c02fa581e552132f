import type { ComponentChildren, JSX } from 'preact'
import { Icon, Mark } from './icon.tsx'
import { useShell } from './shell.ts'

export function Bar({ kind }: { kind: 'manage' | 'public' }): JSX.Element {
  const { account, path } = useShell()
  const home = kind === 'manage' || account !== null
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
          {account !== null && (
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

export function Foot({
  kind,
  children,
}: {
  kind: 'manage' | 'public'
  children: ComponentChildren
}): JSX.Element {
  const { account, mail } = useShell()
  return (
    <footer class="foot">
      <div class="wrap">
        {children ?? <span>Box Office</span>}
        {account !== null && kind === 'manage' && (
          <div class="row">
            <span>
              Account:{' '}
              <strong>
                <bdi>{account.name}</bdi>
              </strong>
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
