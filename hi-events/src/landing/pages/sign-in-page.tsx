import { icon } from '@tuvens/design'
import type { ValidatedSession } from '@tuvens/contract'
import type { LoginAnswer } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import type { CredentialKind } from '../../mapping/account.ts'
import { KEPT_LOGIN_PATH } from './kept-login-page.tsx'
import { isolated } from '@tuvens/platform/text/isolated'
import { documentLanguage, type Reader } from '../../web/reader.ts'
import { Rich } from '../../web/rich.tsx'
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
  reader: Reader
}

/** Asks the organiser to sign in once to the login that their e-mail address already has in the ticket system. */
export function signInPage(props: SignInPageProps): Page {
  const { email, repeatedFor, session, cancelUrl, error, accounts, reader } = props
  const { t } = reader
  const title = t(repeatedFor === null ? 'landing.signIn.title' : 'landing.signIn.titleAgain')
  return {
    ...documentLanguage(reader),
    title: error === undefined ? title : t('landing.signIn.problem', { title }),
    css: SHELL_CSS,
    body: (
      <Shell brand={t('landing.brand')}>
        <PageHeading tone="info" glyph={icon('link')} title={title}>
          {repeatedFor === null ? (
            <BothSides session={session} reader={reader} />
          ) : (
            <p class="lead">{t(REPEATED[repeatedFor])}</p>
          )}
        </PageHeading>
        {error !== undefined && (
          <div class="error-summary" role="alert">
            <h2>{t('landing.signIn.failed')}</h2>
            <p>{error}</p>
          </div>
        )}
        <form method="post" action="/auth/cross-app/sign-in" class="stack">
          <CredentialFields email={email} reader={reader} />
          {accounts !== undefined && <AccountChoice accounts={accounts} reader={reader} />}
          {props.canKeepPassword && (
            <KeepPassword isTicked={props.shouldKeepPassword === true} reader={reader} />
          )}
          <div class="row shell__actions">
            <button class="button button--primary" type="submit">
              {t('landing.signIn.submit')}
            </button>
            <a class="button button--quiet" href={cancelUrl}>
              {t('landing.signIn.notNow')}
            </a>
          </div>
        </form>
        <p class="small">
          <Rich
            parts={t.parts('landing.signIn.forgot')}
            link={(text) => <a href="/auth/forgot-password">{text}</a>}
          />
        </p>
        {repeatedFor === null && <WhatItMeans session={session} reader={reader} />}
      </Shell>
    ),
  }
}

/** Why the organiser is asked again. */
const REPEATED = {
  'generated-password': 'landing.signIn.changed',
  'kept-password': 'landing.signIn.changed',
  token: 'landing.signIn.ended',
  nothing: 'landing.signIn.nothing',
} as const satisfies Record<CredentialKind | 'nothing', string>

/** Names both sides. */
function BothSides({ session, reader: { t } }: Pick<SignInPageProps, 'session' | 'reader'>) {
  const person = `${isolated(session.name)} (${session.email})`
  return (
    <p class="lead">
      <Rich parts={t.parts('landing.signIn.both', { organiser: isolated(session.organiser), person })} />
    </p>
  )
}

/** What both sides share, and how it ends. */
function WhatItMeans({ session, reader: { t } }: Pick<SignInPageProps, 'session' | 'reader'>) {
  return (
    <p class="small muted">
      <Rich
        parts={t.parts('landing.signIn.meaning', { organiser: isolated(session.organiser) })}
        link={(text) => <a href={KEPT_LOGIN_PATH}>{text}</a>}
      />
    </p>
  )
}

function CredentialFields({ email, reader: { t } }: Pick<SignInPageProps, 'email' | 'reader'>) {
  return (
    <>
      <div class="field">
        <label for="email">{t('landing.signIn.email')}</label>
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
        <label for="password">{t('landing.signIn.password')}</label>
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
function KeepPassword({ isTicked, reader: { t } }: { isTicked: boolean; reader: Reader }) {
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
        <span>{t('landing.signIn.keep')}</span>
      </label>
      <p class="small muted" id="keep-password-hint">
        <Rich
          parts={t.parts('landing.signIn.keepHint')}
          link={(text) => <a href={KEPT_LOGIN_PATH}>{text}</a>}
        />
      </p>
    </div>
  )
}

type AccountChoiceProps = { accounts: LoginAnswer['accounts']; reader: Reader }

function AccountChoice({ accounts, reader: { t } }: AccountChoiceProps) {
  return (
    <fieldset class="field">
      <legend>{t('landing.signIn.account')}</legend>
      {accounts.map(({ id, name }, index) => (
        <label class="check" key={id}>
          <input type="radio" name="account_id" value={String(id)} required defaultChecked={index === 0} />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
