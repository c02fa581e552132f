import { icon } from '@tuvens/design'
import type { CredentialKind } from '../../mapping/account.ts'
import type { Page } from '../../web/page.tsx'
import { isolated } from '@tuvens/platform/text/isolated'
import { documentLanguage, type Reader } from '../../web/reader.ts'
import { Rich } from '../../web/rich.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

export const KEPT_LOGIN_PATH = '/auth/cross-app/login'

/** What is kept of the login of an account. `null`: nothing. */
export type KeptLogin = { account: string; loginEmail: string; kind: CredentialKind | null }

/** What somebody wants to remove. */
export type Removal = 'password' | 'everything'

type WithText = Pick<Reader, 't'>

type KeptLoginPageProps = {
  /** Null while nobody wants to remove anything. */
  removal: Removal | null
  /** Null for a browser that is not signed in as a member of an account. */
  kept: KeptLogin | null
  /** Whether a login needs anything to be kept. */
  needsCredential: boolean
  siteUrl: string
  reader: Reader
}

const TEXTS = {
  'generated-password': 'landing.kept.generated',
  'kept-password': 'landing.kept.password',
  token: 'landing.kept.token',
} as const satisfies Record<CredentialKind, string>

const REMOVALS = { password: 'removePassword', everything: 'removeEverything' } as const

/** Says what is kept of an account's login, and lets it be removed (spec 7.2.3). */
export function keptLoginPage(props: KeptLoginPageProps): Page {
  const { kept, removal, needsCredential, siteUrl, reader } = props
  const { t } = reader
  const asked = kept !== null && canRemove(kept, removal) ? { kept, removal } : null
  const title = t(asked === null ? 'landing.kept.title' : `landing.kept.${REMOVALS[asked.removal]}.title`)
  return {
    ...documentLanguage(reader),
    title,
    css: SHELL_CSS,
    body: (
      <Shell brand={t('landing.brand')}>
        <PageHeading tone="info" glyph={icon('link')} title={title}>
          {asked !== null && <Confirmation {...asked} t={t} />}
          {asked === null && kept === null && <SignedOut t={t} />}
          {asked === null && kept !== null && <Kept kept={kept} needsCredential={needsCredential} t={t} />}
        </PageHeading>
        {asked === null && kept !== null && <Removals kind={kept.kind} t={t} />}
        <p>
          <a href={siteUrl}>{t('landing.kept.site')}</a>
        </p>
      </Shell>
    ),
  }
}

function canRemove({ kind }: KeptLogin, removal: Removal | null): removal is Removal {
  return kind === 'kept-password' ? removal !== null : kind === 'token' && removal === 'everything'
}

function SignedOut({ t }: WithText) {
  return (
    <>
      <p class="lead">{t('landing.kept.who')}</p>
      <p>
        <Rich parts={t.parts('landing.kept.how')} />
      </p>
    </>
  )
}

function Kept({ kept, needsCredential, t }: WithText & { kept: KeptLogin; needsCredential: boolean }) {
  const { account, loginEmail, kind } = kept
  const nothing = needsCredential ? 'landing.kept.nothing' : 'landing.kept.notNeeded'
  return (
    <>
      <p class="lead">
        <Rich parts={t.parts('landing.kept.uses', { account: isolated(account), email: loginEmail })} />
      </p>
      <p>{t(kind === null ? nothing : TEXTS[kind])}</p>
    </>
  )
}

/** Without our random password nobody could sign in any more: it is not removed here. */
function Removals({ kind, t }: WithText & Pick<KeptLogin, 'kind'>) {
  if (kind !== 'kept-password' && kind !== 'token') return null
  return (
    <div class="row shell__actions">
      {kind === 'kept-password' && <RemovalLink removal="password" t={t} />}
      <RemovalLink removal="everything" t={t} />
    </div>
  )
}

function RemovalLink({ removal, t }: WithText & { removal: Removal }) {
  return (
    <a class="button" href={`${KEPT_LOGIN_PATH}?remove=${removal}`}>
      {t(`landing.kept.${REMOVALS[removal]}.label`)}
    </a>
  )
}

/** Asks before something is removed. */
function Confirmation({ removal, kept, t }: WithText & { removal: Removal; kept: KeptLogin }) {
  const { account, loginEmail } = kept
  return (
    <>
      <p class="lead">{t(`landing.kept.${REMOVALS[removal]}.result`)}</p>
      <p>
        <Rich parts={t.parts('landing.kept.login', { email: loginEmail, account: isolated(account) })} />
      </p>
      <form method="post" action={KEPT_LOGIN_PATH} class="row shell__actions">
        <button class="button button--danger" type="submit" name="remove" value={removal}>
          {t(`landing.kept.${REMOVALS[removal]}.label`)}
        </button>
        <a class="button button--quiet" href={KEPT_LOGIN_PATH}>
          {t('landing.kept.keep')}
        </a>
      </form>
    </>
  )
}
