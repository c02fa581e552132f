import { icon } from '@tuvens/design'
import type { Me } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import { Say, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** `current` is who this browser is signed in as; `back` is where somebody goes who stays that. */
export type Choice = { current: Me | null; name: string; organiser: string; back: string }

/** Somebody else is signed in to the ticket system in this browser: say who, and let the person decide. */
export function choosePage({ current, name, organiser, back }: Choice): Page {
  return {
    title: 'Who goes on?',
    css: SHELL_CSS,
    body: (
      <Shell>
        <Say tone="info" glyph={icon('people')} title="Who goes on?">
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
        </Say>
        <form method="post" action="/auth/cross-app/choose" class="row shell__actions">
          <button class="button button--primary" type="submit" name="choice" value="switch">
            Continue as {name}
          </button>
          <a class="button" href={back}>
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
