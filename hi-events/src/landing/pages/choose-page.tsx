import { isolated } from '@tuvens/platform/text/isolated'
import type { ValidatedSession } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Me } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** `current` is the user who is signed in to the ticket system in this browser. */
type ChoosePageProps = { current: Me | null; session: ValidatedSession; cancelUrl: string }

/**
 * Names both sides and lets the organiser choose, when another user is signed in to the ticket system in this browser, or
 * when the session did not begin here: then somebody else may have sent its link.
 */
export function choosePage({ current, session, cancelUrl }: ChoosePageProps): Page {
  const { name, email, organiser, is_bound: isBound } = session
  return {
    title: 'Which account do you want to use?',
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone="info" glyph={icon('people')} title="Which account do you want to use?">
          {current !== null && (
            <p class="lead">
              This browser is signed in to the ticket system as <strong>{nameOf(current)}</strong>.
            </p>
          )}
          <p class="lead">
            This link is for{' '}
            <strong>
              <bdi>{name}</bdi> ({email})
            </strong>{' '}
            of <bdi>{organiser}</bdi>.
          </p>
          {!isBound && <p>Continue only if this is you, and you asked for the link yourself.</p>}
        </PageHeading>
        <form method="post" action="/auth/cross-app/choose" class="row shell__actions">
          <button class="button button--primary" type="submit" name="choice" value="switch">
            Continue as {isolated(name)}
          </button>
          <a class="button" href={cancelUrl}>
            {current === null
              ? 'Go back'
              : `Stay signed in as ${isolated(current.full_name?.trim() || current.email)}`}
          </a>
        </form>
      </Shell>
    ),
  }
}

function nameOf({ full_name, email }: Me): string {
  const name = full_name?.trim()
  return name ? `${isolated(name)} (${email})` : email
}
