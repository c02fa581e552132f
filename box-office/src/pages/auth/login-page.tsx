import type { JSX } from 'preact'
import { ErrorSummary } from '../kit/form/error-summary.tsx'
import { Field } from '../kit/form/fields.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { Layout } from '../kit/layout/layout.tsx'

type LoginProps = {
  form: FormState
  next: string
  signedOut: boolean
  /** Where organisers come from, already signed in; null when they register here. */
  organisersUrl: string | null
  isRegistrationOpen: boolean
}

export function LoginPage({
  form,
  next,
  signedOut,
  organisersUrl,
  isRegistrationOpen,
}: LoginProps): JSX.Element {
  return (
    <Layout title="Sign in" kind="public" width="form" refused={form.problems.length > 0}>
      <ErrorSummary form={form} />
      {signedOut && (
        <p class="notice notice--good" role="status">
          You are signed out.
        </p>
      )}
      {organisersUrl !== null && <ToOrganisers url={organisersUrl} />}
      <div class="panel stack">
        <h1>Sign in</h1>
        <p class="muted">Manage your events, tickets and orders.</p>
        <form method="post" action="/auth/login" class="stack" novalidate>
          <input type="hidden" name="next" value={next} />
          <Field form={form} name="email" label="E-mail" type="email" input={{ autocomplete: 'username' }} />
          <Field
            form={form}
            name="password"
            label="Password"
            type="password"
            input={{ autocomplete: 'current-password' }}
          />
          <button class="button button--primary button--wide" type="submit">
            Sign in
          </button>
        </form>
        <p class="small">
          <a href="/auth/forgot-password">Forgot the password?</a>
        </p>
      </div>
      {organisersUrl === null && isRegistrationOpen && (
        <p class="center">
          New here? <a href={`/auth/register?next=${encodeURIComponent(next)}`}>Create an account</a>
        </p>
      )}
    </Layout>
  )
}

/** Most who arrive here have no password of this box office: their event's page signs them in. */
function ToOrganisers({ url }: { url: string }): JSX.Element {
  return (
    <section class="panel stack" aria-labelledby="organisers">
      <h2 id="organisers">Do you organise an event?</h2>
      <p>Open it on the event site. Its button for tickets signs you in here, without another password.</p>
      <p>
        <a class="button button--primary" href={url}>
          Go to the event site
        </a>
      </p>
    </section>
  )
}
