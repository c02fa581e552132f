import { icon } from '@tuvens/design'
import type { Me } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** `current` is the user who is signed in to the ticket system in this browser. */
type ChoosePageProps = { current: Me | null; name: string; organiser: string; cancelUrl: string }

/** Another user is signed in to the ticket system in this browser: names both, and lets the organiser choose. */
export function choosePage({ current, name, organiser, cancelUrl }: ChoosePageProps): Page {
  return {
    title: 'Which account do you want to use?',
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone="info" glyph={icon('people')} title="Which account do you want to use?">
          {current === null ? (
            <p class="lead">Nobody is signed in to the ticket system in this browser any more.</p>
          ) : (
            <p class="lead">
              This browser is signed in to the ticket system as <strong>{nameOf(current)}</strong>.
            </p>
          )}
          <p class="lead">
            Your link is for <strong>{name}</strong> of {organiser}.
          </p>
        </PageHeading>
        <form method="post" action="/auth/cross-app/choose" class="row shell__actions">
          <button class="button button--primary" type="submit" name="choice" value="switch">
            Continue as {name}
          </button>
          <a class="button" href={cancelUrl}>
            {current === null ? 'Go back' : `Stay signed in as ${current.full_name?.trim() || current.email}`}
          </a>
        </form>
      </Shell>
    ),
  }
}

function nameOf({ full_name, email }: Me): string {
  const name = full_name?.trim()
  return name ? `${name} (${email})` : email
}
