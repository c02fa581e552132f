import type { JSX } from 'preact'
import { Layout } from '../kit/layout/layout.tsx'

/** Who has an account signs in; for everybody else it names whom to ask. */
export function RegistrationClosedPage({ next }: { next: string }): JSX.Element {
  return (
    <Layout title="No new accounts" kind="public" width="form">
      <div class="panel stack">
        <h1>No new accounts are made here</h1>
        <p>
          The people who run this box office have switched registration off. Ask them for an account, or sign
          in to yours.
        </p>
        <p>
          <a class="button button--primary" href={`/auth/login?next=${encodeURIComponent(next)}`}>
            Sign in
          </a>
        </p>
      </div>
    </Layout>
  )
}
