import type { IconName } from '@tuvens/design'
import type { ComponentChildren, JSX } from 'preact'
import { Icon } from './icon.tsx'
import { Layout } from './layout.tsx'

type ProblemProps = {
  title: string
  icon?: IconName
  children: ComponentChildren
  /** What to do next; at least one link or button. */
  actions: ComponentChildren
  kind?: 'manage' | 'public'
}

/** A page that explains what is not possible and what to do next. */
export function ProblemPage({
  title,
  icon = 'info',
  children,
  actions,
  kind = 'public',
}: ProblemProps): JSX.Element {
  return (
    <Layout title={title} kind={kind} width="form">
      <div class="empty problem">
        <Icon name={icon} size={40} />
        <h1>{title}</h1>
        {children}
        <div class="row problem__actions">{actions}</div>
      </div>
    </Layout>
  )
}

export function NotFoundPage({ signedIn }: { signedIn: boolean }): JSX.Element {
  return (
    <ProblemPage
      title="This page is not here"
      icon="search"
      actions={
        signedIn ? (
          <a class="button button--primary" href="/manage">
            Go to your events
          </a>
        ) : (
          <a class="button" href="/auth/login">
            Sign in to manage events
          </a>
        )
      }
    >
      <p class="muted">
        The address may be mistyped, or what it showed was removed. A link in an e-mail works best when it is
        opened in full.
      </p>
    </ProblemPage>
  )
}

export function FailedPage({ reference }: { reference: string }): JSX.Element {
  return (
    <ProblemPage
      title="Something failed on our side"
      icon="alert"
      actions={
        <a class="button button--primary" href="">
          Try again
        </a>
      }
    >
      <p class="muted">
        Nothing was lost and nothing was paid. Try again in a moment; if it stays, tell us this reference.
      </p>
      <p class="num small">{reference}</p>
    </ProblemPage>
  )
}

export function ForeignPostPage(): JSX.Element {
  return (
    <ProblemPage
      title="This form came from somewhere else"
      icon="alert"
      actions={
        <a class="button button--primary" href="/manage">
          Go to your events
        </a>
      }
    >
      <p class="muted">
        To keep your events safe, only forms on our own pages are taken. Open the page here and send it again.
      </p>
    </ProblemPage>
  )
}
