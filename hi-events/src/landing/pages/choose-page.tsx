import { isolated } from '@tuvens/platform/text/isolated'
import type { ValidatedSession } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Me } from '../../upstream/answers.ts'
import type { Page } from '../../web/page.tsx'
import { documentLanguage, type Reader } from '../../web/reader.ts'
import { Rich } from '../../web/rich.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** `current` is the user who is signed in to the ticket system in this browser. */
type ChoosePageProps = { current: Me | null; session: ValidatedSession; cancelUrl: string; reader: Reader }

/**
 * Names both sides and lets the organiser choose, when another user is signed in to the ticket system in this browser, or
 * when the session did not begin here: then somebody else may have sent its link.
 */
export function choosePage({ current, session, cancelUrl, reader }: ChoosePageProps): Page {
  const { name, email, organiser, is_bound: isBound } = session
  const { t } = reader
  const person = `${isolated(name)} (${email})`
  return {
    ...documentLanguage(reader),
    title: t('landing.choose.title'),
    css: SHELL_CSS,
    body: (
      <Shell brand={t('landing.brand')}>
        <PageHeading tone="info" glyph={icon('people')} title={t('landing.choose.title')}>
          {current !== null && (
            <p class="lead">
              <Rich parts={t.parts('landing.choose.current', { person: nameOf(current) })} />
            </p>
          )}
          <p class="lead">
            <Rich parts={t.parts('landing.choose.for', { person, organiser: isolated(organiser) })} />
          </p>
          {!isBound && <p>{t('landing.choose.caution')}</p>}
        </PageHeading>
        <form method="post" action="/auth/cross-app/choose" class="row shell__actions">
          <button class="button button--primary" type="submit" name="choice" value="switch">
            {t('landing.choose.continue', { name: isolated(name) })}
          </button>
          <a class="button" href={cancelUrl}>
            {current === null
              ? t('landing.choose.back')
              : t('landing.choose.stay', { name: isolated(current.full_name?.trim() || current.email) })}
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
