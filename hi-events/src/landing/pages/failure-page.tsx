import { ERRORS, type ErrorCode } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Page } from '../../web/page.tsx'
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
}

/** What happened, and what the organiser can do next. */
export function failurePage(props: FailurePageProps): Page {
  const { code, text, wayOn, teamUrl, returnUrl, canRetry, requestId } = props
  const { tone, title, sentence } = text
  return {
    title,
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone={tone} glyph={icon(tone === 'info' ? 'info' : 'alert')} title={title}>
          <p class="lead">{sentence}</p>
        </PageHeading>
        <div class="row shell__actions">
          {canRetry && (
            <form method="post" action="/auth/cross-app/continue">
              <button class="button button--primary" type="submit">
                Try again
              </button>
            </form>
          )}
          <a class={canRetry ? 'button' : 'button button--primary'} href={wayOn.url}>
            {wayOn.label}
          </a>
          {teamUrl !== null && (
            <a class="button" href={teamUrl}>
              See who is in your team
            </a>
          )}
          {returnUrl !== null && (
            <a class="button button--quiet" href={returnUrl}>
              Back to the event site
            </a>
          )}
        </div>
        {ERRORS[code][0] >= 500 && requestId !== undefined && (
          <p class="small muted">
            If you ask for help, mention <code>{requestId}</code>.
          </p>
        )}
      </Shell>
    ),
  }
}
