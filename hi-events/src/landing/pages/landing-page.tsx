import type { LandingValidateRequest } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import type { Asset } from '../../web/assets.ts'
import type { Page } from '../../web/page.tsx'
import { documentLanguage, type Reader } from '../../web/reader.ts'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'

type LandingPageProps = {
  script: Asset
  /** From the query; empty when the token is in the fragment, which browsers do not send. */
  parameters: LandingValidateRequest
  startAgainUrl: string
  reader: Reader
}

/** Checklist H6. The script posts the token; without scripting, a form posts a token that came in the query. */
export function landingPage({ script, parameters, startAgainUrl, reader }: LandingPageProps): Page {
  const hasToken = parameters.session_token !== undefined || parameters.code !== undefined
  const { t } = reader
  return {
    ...documentLanguage(reader),
    title: t('landing.opening.title'),
    script,
    css: `${SHELL_CSS}.js [data-plain]{display:none}html:not(.js) [data-working]{display:none}`,
    body: (
      <Shell id="landing" brand={t('landing.brand')}>
        <div data-working class="stack" role="status" aria-live="polite">
          <PageHeading tone="info" glyph={icon('ticket')} title={t('landing.opening.title')}>
            <p class="lead landing__progress">
              <span class="spinner" aria-hidden="true" />
              <span data-progress data-slow={t('landing.opening.slow')}>
                {t('landing.opening.signingIn')}
              </span>
            </p>
          </PageHeading>
        </div>
        <div data-plain class="stack">
          {hasToken ? (
            <ContinueForm parameters={parameters} reader={reader} />
          ) : (
            <NeedsScript startAgainUrl={startAgainUrl} reader={reader} />
          )}
        </div>
      </Shell>
    ),
  }
}

function ContinueForm({ parameters, reader: { t } }: Pick<LandingPageProps, 'parameters' | 'reader'>) {
  return (
    <form method="post" action="/auth/cross-app" class="stack">
      <h1>{t('landing.plain.title')}</h1>
      <p class="lead">{t('landing.plain.text')}</p>
      {Object.entries(parameters).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      <p>
        <button class="button button--primary" type="submit">
          {t('landing.plain.continue')}
        </button>
      </p>
    </form>
  )
}

function NeedsScript({ startAgainUrl, reader: { t } }: Pick<LandingPageProps, 'startAgainUrl' | 'reader'>) {
  return (
    <noscript>
      <PageHeading tone="info" glyph={icon('info')} title={t('landing.script.title')}>
        <p class="lead">{t('landing.script.text')}</p>
        <p>
          <a class="button button--primary" href={startAgainUrl}>
            {t('landing.startAgain')}
          </a>
        </p>
      </PageHeading>
    </noscript>
  )
}
