import { ERRORS, type ErrorCode } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Page } from '../../web/page.tsx'
import { Say, Shell, SHELL_CSS } from '../../web/shell.tsx'
import type { Words } from './failure-text.ts'

/** A failure and the ways on from it. */
export type Problem = {
  code: ErrorCode
  words: Words
  startAgain: string
  /** An allowed return address, with its note. */
  returnUrl: string | null
  /** Whether this browser can go on with the session it consumed. */
  canRetry: boolean
  requestId?: string
}

/** What went wrong, in plain words, and the way on. */
export function problemPage({ code, words, startAgain, returnUrl, canRetry, requestId }: Problem): Page {
  const { tone, title, sentence } = words
  return {
    title,
    css: SHELL_CSS,
    body: (
      <Shell>
        <Say tone={tone} glyph={icon(tone === 'info' ? 'info' : 'alert')} title={title}>
          <p class="lead">{sentence}</p>
        </Say>
        <div class="row shell__actions">
          {canRetry && (
            <form method="post" action="/auth/cross-app/continue">
              <button class="button button--primary" type="submit">
                Try again
              </button>
            </form>
          )}
          <a class={canRetry ? 'button' : 'button button--primary'} href={startAgain}>
            Start again
          </a>
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
