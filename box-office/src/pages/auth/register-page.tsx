import type { JSX } from 'preact'
import { ErrorSummary } from '../kit/form/error-summary.tsx'
import { Field, Select } from '../kit/form/fields.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { Layout } from '../kit/layout/layout.tsx'
import { CURRENCIES, TIMEZONES } from '../kit/form/options.ts'

export function RegisterPage({ form, next }: { form: FormState; next: string }): JSX.Element {
  return (
    <Layout title="Create an account" kind="public" width="form" refused={form.problems.length > 0}>
      <ErrorSummary form={form} />
      <div class="panel stack">
        <h1>Create an account</h1>
        <p class="muted">It takes a minute. You can change everything later.</p>
        <form method="post" action="/auth/register" class="stack" novalidate>
          <input type="hidden" name="next" value={next} />
          <div class="fields">
            <Field form={form} name="first_name" label="First name" input={{ autocomplete: 'given-name' }} />
            <Field
              form={form}
              name="last_name"
              label="Last name"
              optional
              input={{ autocomplete: 'family-name' }}
            />
          </div>
          <Field form={form} name="email" label="E-mail" type="email" input={{ autocomplete: 'username' }} />
          <Field
            form={form}
            name="password"
            label="Password"
            type="password"
            hint="At least 8 characters. A few words in a row are easy to remember."
            input={{ autocomplete: 'new-password' }}
          />
          <div class="fields">
            <Select form={form} name="currency_code" label="Currency of your tickets" options={CURRENCIES} />
            <Select form={form} name="timezone" label="Time zone" options={TIMEZONES} />
          </div>
          <button class="button button--primary button--wide" type="submit">
            Create account
          </button>
        </form>
      </div>
      <p class="center">
        Have an account? <a href={`/auth/login?next=${encodeURIComponent(next)}`}>Sign in</a>
      </p>
    </Layout>
  )
}
