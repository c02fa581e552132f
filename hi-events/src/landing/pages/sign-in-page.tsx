import { icon } from '@tuvens/design'
import type { ValidatedSession } from '@tuvens/contract'
import type { LoginAnswer } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import type { CredentialKind } from '../../mapping/account.ts'
import { KEPT_LOGIN_PATH } from './kept-login-page.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** `error` is the sentence shown after an attempt that failed. */
export type SignInPageProps = {
  email: string
  /** What was kept of a login that the account already has, and does not sign in any more; null for a new one. */
  repeatedFor: CredentialKind | 'nothing' | null
  /** Whether a kept password would be used. */
  canKeepPassword: boolean
  /** The organiser ticked that it is kept. */
  shouldKeepPassword?: boolean
  session: Pick<ValidatedSession, 'name' | 'email' | 'organiser'>
  cancelUrl: string
  error?: string
  accounts?: LoginAnswer['accounts']
}

/** Asks the organiser to sign in once to the login that their e-mail address already has in the ticket system. */
export function signInPage(props: SignInPageProps): Page {
  const { email, repeatedFor, session, cancelUrl, error, accounts } = props
  const title =
    repeatedFor === null ? 'You already have a ticket account' : 'Sign in to your ticket account again'
  return {
    title: error === undefined ? title : `Problem: ${title}`,
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone="info" glyph={icon('link')} title={title}>
          {repeatedFor === null ? (
            <BothSides session={session} />
          ) : (
            <p class="lead">{REPEATED[repeatedFor]}</p>
          )}
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
          {props.canKeepPassword && <KeepPassword isTicked={props.shouldKeepPassword === true} />}
          <div class="row shell__actions">
            <button class="button button--primary" type="submit">
              Sign in and link
            </button>
            <a class="button button--quiet" href={cancelUrl}>
              Not now
            </a>
          </div>
        </form>
        <p class="small">
          <a href="/auth/forgot-password">Forgot the password?</a> The ticket system can send you a link for a
          new one.
        </p>
        {repeatedFor === null && <WhatItMeans session={session} />}
      </Shell>
    ),
  }
}

const GOES_ON = 'Sign in once more and everything goes on as before.'

/** Why the organiser is asked again. */
const REPEATED: Record<CredentialKind | 'nothing', string> = {
  'generated-password': `Its password was changed, or the ticket system signed us out. ${GOES_ON}`,
  'kept-password': `Its password was changed, or the ticket system signed us out. ${GOES_ON}`,
  token: `Your password is not kept here, and the ticket system has ended the last sign-in. ${GOES_ON}`,
  nothing: `Nothing of this login is kept here any more. ${GOES_ON}`,
}

/** Names both sides. */
function BothSides({ session: { name, email, organiser } }: Pick<SignInPageProps, 'session'>) {
  return (
    <p class="lead">
      Sign in to it once to link it with{' '}
      <strong>
        <bdi>{organiser}</bdi>
      </strong>
      , where you are{' '}
      <strong>
        <bdi>{name}</bdi> ({email})
      </strong>
      . After that you are signed in by a click.
    </p>
  )
}

/** What both sides share, and how it ends. */
function WhatItMeans({ session: { organiser } }: Pick<SignInPageProps, 'session'>) {
  return (
    <p class="small muted">
      Members of <bdi>{organiser}</bdi> then manage its ticketing in this ticket account, as far as their role
      allows. To undo it, unlink each event on its page, then remove{' '}
      <a href={KEPT_LOGIN_PATH}>what is kept of the login</a>.
    </p>
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

/** Off unless the organiser ticks it (spec 7.2.3). */
function KeepPassword({ isTicked }: { isTicked: boolean }) {
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          name="keep_password"
          value="yes"
          defaultChecked={isTicked}
          aria-describedby="keep-password-hint"
        />
        <span>Keep my ticket password, encrypted</span>
      </label>
      <p class="small muted" id="keep-password-hint">
        Without this it is used once and not kept; when the ticket system ends the sign-in, usually after two
        weeks, you are asked again. You can <a href={KEPT_LOGIN_PATH}>remove it</a> at any time.
      </p>
    </div>
  )
}

function AccountChoice({ accounts }: { accounts: LoginAnswer['accounts'] }) {
  return (
    <fieldset class="field">
      <legend>Which account?</legend>
      {accounts.map(({ id, name }, index) => (
        <label class="check" key={id}>
          <input type="radio" name="account_id" value={String(id)} required defaultChecked={index === 0} />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
