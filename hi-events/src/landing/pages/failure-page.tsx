import { ERRORS, type ErrorCode } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Page } from '../../web/page.tsx'
import { documentLanguage, type Reader } from '../../web/reader.ts'
import { Rich } from '../../web/rich.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'
import type { LandingFailureText } from './failure-text.ts'

type FailurePageProps = {
  code: ErrorCode
  text: LandingFailureText
  /** Where the organiser goes on: to start again, or to the event's page. */
  wayOn: { label: string; url: string }
  /** The page that names the members of the organiser's account. */
  teamUrl: string | null
  /** An allowed return address, with the result of the landing. */
  returnUrl: string | null
  /** Whether this browser can continue with the session that it consumed. */
  canRetry: boolean
  requestId?: string
  reader: Reader
}

/** What happened, and what the organiser can do next. */
export function failurePage(props: FailurePageProps): Page {
  const { code, text, wayOn, teamUrl, returnUrl, canRetry, requestId, reader } = props
  const { t } = reader
  const { tone, title, sentence } = text
  return {
    ...documentLanguage(reader),
    title,
    css: SHELL_CSS,
    body: (
      <Shell brand={t('landing.brand')}>
        <PageHeading tone={tone} glyph={icon(tone === 'info' ? 'info' : 'alert')} title={title}>
          <p class="lead">{sentence}</p>
        </PageHeading>
        <div class="row shell__actions">
          {canRetry && (
            <form method="post" action="/auth/cross-app/continue">
              <button class="button button--primary" type="submit">
                {t('landing.way.retry')}
              </button>
            </form>
          )}
          <a class={canRetry ? 'button' : 'button button--primary'} href={wayOn.url}>
            {wayOn.label}
          </a>
          {teamUrl !== null && (
            <a class="button" href={teamUrl}>
              {t('landing.way.team')}
            </a>
          )}
          {returnUrl !== null && (
            <a class="button button--quiet" href={returnUrl}>
              {t('landing.way.site')}
            </a>
          )}
        </div>
        {ERRORS[code][0] >= 500 && requestId !== undefined && (
          <p class="small muted">
            <Rich parts={t.parts('landing.mention', { id: requestId })} />
          </p>
        )}
      </Shell>
    ),
  }
}
