import type { LandingValidateRequest } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Asset } from '../../web/assets.ts'
import type { Page } from '../../web/page.tsx'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

type LandingPageProps = {
  script: Asset
  /** From the query; empty when the token is in the fragment, which browsers do not send. */
  parameters: LandingValidateRequest
  startAgainUrl: string
}

/** Checklist H6. The script posts the token; without scripting, a form posts a token that came in the query. */
export function landingPage({ script, parameters, startAgainUrl }: LandingPageProps): Page {
  const hasToken = parameters.session_token !== undefined || parameters.code !== undefined
  return {
    title: 'Opening your tickets',
    script,
    css: `${SHELL_CSS}.js [data-plain]{display:none}html:not(.js) [data-working]{display:none}`,
    body: (
      <Shell id="landing">
        <div data-working class="stack" role="status" aria-live="polite">
          <PageHeading tone="info" glyph={icon('ticket')} title="Opening your tickets">
            <p class="lead landing__progress">
              <span class="spinner" aria-hidden="true" />
              <span data-progress>Signing you in…</span>
            </p>
          </PageHeading>
        </div>
        <div data-plain class="stack">
          {hasToken ? (
            <ContinueForm parameters={parameters} />
          ) : (
            <NeedsScript startAgainUrl={startAgainUrl} />
          )}
        </div>
      </Shell>
    ),
  }
}

function ContinueForm({ parameters }: { parameters: LandingValidateRequest }) {
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

function NeedsScript({ startAgainUrl }: { startAgainUrl: string }) {
  return (
    <noscript>
      <PageHeading tone="info" glyph={icon('info')} title="This link needs JavaScript">
        <p class="lead">
          Only a script in this page could read it. Start again on the event’s page: its button works without
          JavaScript, too.
        </p>
        <p>
          <a class="button button--primary" href={startAgainUrl}>
            Start again
          </a>
        </p>
      </PageHeading>
    </noscript>
  )
}
