import type { JSX } from 'preact'
import { ErrorSummary } from '../kit/form/error-summary.tsx'
import { Field } from '../kit/form/fields.tsx'
import type { FormState } from '../kit/form/form-state.ts'
import { Layout } from '../kit/layout/layout.tsx'

type ChooseProps = {
  accounts: readonly { id: number; name: string }[]
  email: string
  next: string
  form: FormState
}

/** One login may belong to several accounts. The password has to be entered again because no page contains it. */
export function ChooseAccountPage({ accounts, email, next, form }: ChooseProps): JSX.Element {
  return (
    <Layout title="Choose an account" kind="public" width="form" refused={form.problems.length > 0}>
      <ErrorSummary form={form} />
      <div class="panel stack">
        <h1>Which account?</h1>
        <p class="muted">{email} belongs to several. Choose one and confirm your password.</p>
        <form method="post" action="/auth/login" class="stack" novalidate>
          <input type="hidden" name="next" value={next} />
          <input type="hidden" name="email" value={email} />
          <Field
            form={form}
            name="password"
            label="Password"
            type="password"
            input={{ autocomplete: 'current-password' }}
          />
          <div class="stack stack--tight">
            {accounts.map(({ id, name }) => (
              <button key={id} class="button button--wide" type="submit" name="account_id" value={String(id)}>
                Open <bdi>{name}</bdi>
              </button>
            ))}
          </div>
        </form>
      </div>
    </Layout>
  )
}
