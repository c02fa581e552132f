import { icon } from '@tuvens/design'
import type { ValidatedSession } from '@tuvens/contract'
import type { LoginAnswer } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** `error` is the sentence shown after an attempt that failed. */
export type SignInPageProps = {
  email: string
  /** The account has a login whose password was changed. */
  isRepeatedSignIn: boolean
  session: Pick<ValidatedSession, 'name' | 'email' | 'organiser'>
  cancelUrl: string
  error?: string
  accounts?: LoginAnswer['accounts']
}

/** Asks the organiser to sign in once to the login that their e-mail address already has in the ticket system. */
export function signInPage(props: SignInPageProps): Page {
  const { email, isRepeatedSignIn, session, cancelUrl, error, accounts } = props
  const title = isRepeatedSignIn
    ? 'Sign in to your ticket account again'
    : 'You already have a ticket account'
  return {
    title: error === undefined ? title : `Problem: ${title}`,
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone="info" glyph={icon('link')} title={title}>
          <p class="lead">
            {isRepeatedSignIn
              ? 'Its password was changed, or the ticket system signed us out. Sign in once more and everything goes on as before.'
              : 'Sign in to it once to link it. After that you are signed in by a click.'}
          </p>
          {!isRepeatedSignIn && <WhatIsLinked session={session} />}
        </PageHeading>
        {error !== undefined && (
          <div class="error-summary" role="alert">
            <h2>That did not work</h2>
            <p>{error}</p>
          </div>
        )}
        <form method="post" action="/auth/cross-app/sign-in" class="stack">
          <CredentialFields email={email} />
          {accounts !== undefined && <AccountChoice accounts={accounts} />}
          <div class="row shell__actions">
            <button class="button button--primary" type="submit">
              Sign in and link
            </button>
            <a class="button button--quiet" href={cancelUrl}>
              Not now
            </a>
          </div>
        </form>
      </Shell>
    ),
  }
}

/** Names both sides, what they share, and how it ends. */
function WhatIsLinked({ session: { name, email, organiser } }: Pick<SignInPageProps, 'session'>) {
  return (
    <>
      <p>
        You link the ticket account below with <strong>{organiser}</strong> on the event site, where you are{' '}
        <strong>
          {name} ({email})
        </strong>
        .
      </p>
      <p>
        Members of {organiser} then manage its ticketing in this ticket account, as far as their role allows.
        To undo it, unlink each event on its page and change the password of the ticket account.
      </p>
    </>
  )
}

function CredentialFields({ email }: { email: string }) {
  return (
    <>
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
    </>
  )
}

function AccountChoice({ accounts }: { accounts: LoginAnswer['accounts'] }) {
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
