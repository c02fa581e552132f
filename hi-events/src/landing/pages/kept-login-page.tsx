import { icon } from '@tuvens/design'
import type { CredentialKind } from '../../mapping/account.ts'
import type { Page } from '../../web/page.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

export const KEPT_LOGIN_PATH = '/auth/cross-app/login'

/** What is kept of the login of an account. `null`: nothing. */
export type KeptLogin = { account: string; loginEmail: string; kind: CredentialKind | null }

/** What somebody wants to remove. */
export type Removal = 'password' | 'everything'

type KeptLoginPageProps = {
  /** Null while nobody wants to remove anything. */
  removal: Removal | null
  /** Null for a browser that is not signed in as a member of an account. */
  kept: KeptLogin | null
  /** Whether a login needs anything to be kept. */
  needsCredential: boolean
  siteUrl: string
}

const TITLE = 'What is kept of your ticket login'

const TEXTS: Record<CredentialKind, string> = {
  'generated-password':
    'This login was made for you when ticketing was enabled. It has a random password that nobody knows; it is kept, encrypted, and used to sign you in. No password of yours is kept.',
  'kept-password':
    'The password of this login is kept, encrypted, because somebody who signed in asked for it. It is used to sign you in.',
  token:
    'No password is kept. What is kept, encrypted, is the sign-in itself; it is renewed while the ticket system allows that. Then you are asked for the password again.',
}
const NOTHING =
  'Nothing is kept. The next person who enables or manages ticketing is asked to sign in to it; until then, changes and sales there do not show on the event pages.'
const NOT_NEEDED = 'Nothing is kept: the ticket system lets your click in without a password.'

const REMOVALS: Record<Removal, { title: string; label: string; result: string }> = {
  password: {
    title: 'Remove the password?',
    label: 'Remove the password',
    result:
      'The sign-in that it gave is kept in its place, while the ticket system renews it. Then you are asked for the password again.',
  },
  everything: {
    title: 'Remove everything and sign out?',
    label: 'Remove everything and sign out',
    result:
      'All people of the account are signed out of the ticket pages. Changes and sales there do not show on the event pages until somebody signs in to the login again, with its password.',
  },
}

/** Says what is kept of an account's login, and lets it be removed (spec 7.2.3). */
export function keptLoginPage({ kept, removal, needsCredential, siteUrl }: KeptLoginPageProps): Page {
  const asked = kept !== null && canRemove(kept, removal) ? { kept, removal } : null
  const title = asked === null ? TITLE : REMOVALS[asked.removal].title
  return {
    title,
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone="info" glyph={icon('link')} title={title}>
          {asked !== null && <Confirmation {...asked} />}
          {asked === null && kept === null && <SignedOut />}
          {asked === null && kept !== null && <Kept kept={kept} needsCredential={needsCredential} />}
        </PageHeading>
        {asked === null && kept !== null && <Removals kind={kept.kind} />}
        <p>
          <a href={siteUrl}>Go to your events</a>
        </p>
      </Shell>
    ),
  }
}

function canRemove({ kind }: KeptLogin, removal: Removal | null): removal is Removal {
  return kind === 'kept-password' ? removal !== null : kind === 'token' && removal === 'everything'
}

function SignedOut() {
  return (
    <>
      <p class="lead">
        Owners and admins of an account see it here, and the person who signed in to its login.
      </p>
      <p>
        If you are one of them, open one of your events on the event site and choose{' '}
        <strong>Manage tickets</strong>. Then come back to this page. Otherwise, ask one of them.
      </p>
    </>
  )
}

function Kept({ kept, needsCredential }: { kept: KeptLogin; needsCredential: boolean }) {
  const { account, loginEmail, kind } = kept
  const nothing = needsCredential ? NOTHING : NOT_NEEDED
  return (
    <>
      <p class="lead">
        <bdi>{account}</bdi> uses the login <strong>{loginEmail}</strong> of the ticket system.
      </p>
      <p>{kind === null ? nothing : TEXTS[kind]}</p>
    </>
  )
}

/** Without our random password nobody could sign in any more: it is not removed here. */
function Removals({ kind }: Pick<KeptLogin, 'kind'>) {
  if (kind !== 'kept-password' && kind !== 'token') return null
  return (
    <div class="row shell__actions">
      {kind === 'kept-password' && <RemovalLink removal="password" />}
      <RemovalLink removal="everything" />
    </div>
  )
}

function RemovalLink({ removal }: { removal: Removal }) {
  return (
    <a class="button" href={`${KEPT_LOGIN_PATH}?remove=${removal}`}>
      {REMOVALS[removal].label}
    </a>
  )
}

/** Asks before something is removed. */
function Confirmation({ removal, kept }: { removal: Removal; kept: KeptLogin }) {
  const { label, result } = REMOVALS[removal]
  return (
    <>
      <p class="lead">{result}</p>
      <p>
        The login is <strong>{kept.loginEmail}</strong>, of <bdi>{kept.account}</bdi>.
      </p>
      <form method="post" action={KEPT_LOGIN_PATH} class="row shell__actions">
        <button class="button button--danger" type="submit" name="remove" value={removal}>
          {label}
        </button>
        <a class="button button--quiet" href={KEPT_LOGIN_PATH}>
          Keep it
        </a>
      </form>
    </>
  )
}
