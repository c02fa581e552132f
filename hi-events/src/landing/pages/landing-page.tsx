import type { LandingValidateRequest } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Asset } from '../../web/assets.ts'
import type { Page } from '../../web/page.tsx'
import { Say, Shell, SHELL_CSS } from '../../web/shell.tsx'

/** What the landing page is made of. */
export type LandingPageProps = {
  script: Asset
  /** What came in the query; empty when the token is in the fragment, which never reaches us. */
  parameters: LandingValidateRequest
  startAgain: string
}

/** Checklist H6. The script posts the token; without it a form does, when the token came in the query. */
export function landingPage({ script, parameters, startAgain }: LandingPageProps): Page {
  const hasToken = parameters.session_token !== undefined || parameters.code !== undefined
  return {
    title: 'Opening your tickets',
    script,
    css: `${SHELL_CSS}.js [data-plain]{display:none}html:not(.js) [data-working]{display:none}`,
    body: (
      <Shell id="landing">
        <div data-working class="stack" role="status" aria-live="polite">
          <Say tone="info" glyph={icon('ticket')} title="Opening your tickets">
            <p class="lead landing__progress">
              <span class="spinner" aria-hidden="true" />
              <span data-progress>Signing you in…</span>
            </p>
          </Say>
        </div>
        <div data-plain class="stack">
          {hasToken ? <Plain parameters={parameters} /> : <Scriptless startAgain={startAgain} />}
        </div>
      </Shell>
    ),
  }
}

function Plain({ parameters }: { parameters: LandingValidateRequest }) {
  return (
    <form method="post" action="/auth/cross-app" class="stack">
      <h1>Go to your tickets</h1>
      <p class="lead">You will be signed in to the ticket system, with your event filled in.</p>
      {Object.entries(parameters).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      <p>
        <button class="button button--primary" type="submit">
          Continue
        </button>
      </p>
    </form>
  )
}

function Scriptless({ startAgain }: { startAgain: string }) {
  return (
    <noscript>
      <Say tone="info" glyph={icon('info')} title="This link needs JavaScript">
        <p class="lead">
          Only a script in this page could read it. Start again on the event’s page: its button works without
          JavaScript, too.
        </p>
        <p>
          <a class="button button--primary" href={startAgain}>
            Start again
          </a>
        </p>
      </Say>
    </noscript>
  )
}
