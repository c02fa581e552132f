import { icon } from '@tuvens/design'
import type { Me } from '../upstream/answers.ts'
import type { Page } from '../web/page.tsx'
import { Notice, Shell } from '../web/shell.tsx'

export type Choice = { current: Me | null; name: string; organiser: string; back: string }

/** Somebody else is signed in to the ticket system in this browser: say who, and let the person decide. */
export function choosePage({ current, name, organiser, back }: Choice): Page {
  return {
    title: 'Who goes on?',
    body: (
      <Shell>
        <Notice tone="info" glyph={icon('people')} title="Who goes on?">
          {current === null ? (
            <p>Nobody is signed in to the ticket system in this browser any more.</p>
          ) : (
            <p>
              This browser is signed in to the ticket system as <strong>{nameOf(current)}</strong>.
            </p>
          )}
          <p>
            Your link is for <strong>{name}</strong> of {organiser}.
          </p>
        </Notice>
        <form method="post" action="/auth/cross-app/choose" class="row">
          <button class="button button--primary" type="submit" name="choice" value="switch">
            Continue as {name}
          </button>
          <a class="button" href={back}>
            {current === null ? 'Go back' : `Stay ${nameOf(current)} and go back`}
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
