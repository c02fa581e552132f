import type { JSX } from 'preact'
import { Layout } from '../kit/layout/layout.tsx'

/** A box office sends no mails about logins, so it names the ways that are left. */
export function ForgotPasswordPage({ organisersUrl }: { organisersUrl: string | null }): JSX.Element {
  return (
    <Layout title="Forgot the password?" kind="public" width="form">
      <div class="panel stack">
        <h1>Forgot the password?</h1>
        {organisersUrl !== null && (
          <p>
            Organisers need none: open your event on <a href={organisersUrl}>the event site</a>, and its
            button for tickets signs you in here.
          </p>
        )}
        <p>This box office sends no new passwords. Ask the people who run it.</p>
        <p>
          <a class="button" href="/auth/login">
            Back to signing in
          </a>
        </p>
      </div>
    </Layout>
  )
}
