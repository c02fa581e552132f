import { icon } from '@tuvens/design'
import type { LoginAnswer } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import { Say, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** What the linking page is made of; `error` redraws it with a sentence. */
export type SignInProps = {
  email: string
  /** The account was linked before, so its password must have changed. */
  isRelink: boolean
  organiser: string
  back: string
  error?: string
  accounts?: LoginAnswer['accounts']
}

/** An e-mail that already has a login on the ticket system is linked by signing in to it once. */
export function signInPage({ email, isRelink, organiser, back, error, accounts }: SignInProps): Page {
  const title = isRelink ? 'Sign in to your ticket account again' : 'You already have a ticket account'
  return {
    title: error === undefined ? title : `Problem: ${title}`,
    css: SHELL_CSS,
    body: (
      <Shell>
        <Say tone="info" glyph={icon('link')} title={title}>
          <p class="lead">
            {isRelink
              ? 'Its password was changed. Sign in once more and everything goes on as before.'
              : `Sign in to it once to link it with ${organiser}. After that you are signed in by a click.`}
          </p>
        </Say>
        {error !== undefined && (
          <div class="error-summary" role="alert">
            <h2>That did not work</h2>
            <p>{error}</p>
          </div>
        )}
        <form method="post" action="/auth/cross-app/sign-in" class="stack">
          <div class="field">
            <label for="email">E-mail on the ticket system</label>
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="username"
              required
              maxLength={254}
              value={email}
            />
          </div>
          <div class="field">
            <label for="password">Password on the ticket system</label>
            <input
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxLength={200}
            />
          </div>
          {accounts !== undefined && <Accounts accounts={accounts} />}
          <div class="row shell__actions">
            <button class="button button--primary" type="submit">
              Sign in and link
            </button>
            <a class="button button--quiet" href={back}>
              Not now
            </a>
          </div>
        </form>
      </Shell>
    ),
  }
}

function Accounts({ accounts }: { accounts: LoginAnswer['accounts'] }) {
  return (
    <fieldset class="field">
      <legend>Which account?</legend>
      {accounts.map(({ id, name }, index) => (
        <label class="check" key={id}>
          <input type="radio" name="account_id" value={String(id)} required defaultChecked={index === 0} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  )
}
