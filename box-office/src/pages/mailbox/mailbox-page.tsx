import type { JSX } from 'preact'
import type { MailLine } from '../../mail/store.ts'
import { shortDateTime } from '../../rest/words.ts'
import { Field } from '../kit/form/fields.tsx'
import { formOf } from '../kit/form/form-state.ts'
import { Icon } from '../kit/layout/icon.tsx'
import { Layout } from '../kit/layout/layout.tsx'

type ListProps = {
  mails: readonly MailLine[]
  address: string
  signedIn: boolean
  /** The site from which organisers come; it has a mailbox of its own. */
  organisersUrl: string | null
}

/** Mails as they would be sent, when no mail server is configured. */
export function MailboxPage({ mails, address, signedIn, organisersUrl }: ListProps): JSX.Element {
  const isSearched = address !== '' || signedIn
  return (
    <Layout title="Mailbox" kind="public" width="narrow">
      <h1>Mailbox</h1>
      <div class="notice notice--info">
        <Icon name="mail" />
        <p>
          No mail server is set up here, so mails wait on this page instead of being sent.
          {organisersUrl !== null && (
            <>
              {' '}
              Mails about accounts and events are in{' '}
              <a href={`${organisersUrl}/mailbox${queryFor(address)}`}>the mailbox of the event site</a>.
            </>
          )}
        </p>
      </div>
      <form method="get" action="/mailbox" class="row mailbox-form">
        <div class="mailbox-form__field">
          <Field
            form={formOf({ address })}
            name="address"
            label="Mails to"
            type="email"
            optional={signedIn}
          />
        </div>
        <button class="button" type="submit">
          Show
        </button>
      </form>
      {isSearched && mails.length === 0 && (
        <div class="empty">
          <Icon name="mail" />
          <h2>No mails{address === '' ? ' yet' : ` to ${address}`}</h2>
          <p class="muted">They appear here the moment somebody gets a ticket.</p>
        </div>
      )}
      <ul class="lines">
        {mails.map((mail) => (
          <li key={mail.id} class="card card--link line">
            <div class="line__main">
              <h2 class="line__title">
                <a href={mailPath(mail.id, address)}>{mail.subject}</a>
              </h2>
              <p class="muted small">{mail.recipient}</p>
            </div>
            <div class="line__end">
              <span class="muted small num">{shortDateTime(mail.created_at, 'UTC')} UTC</span>
            </div>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

function mailPath(id: number, address: string): string {
  return `/mailbox/${id}${queryFor(address)}`
}

function queryFor(address: string): string {
  return address === '' ? '' : `?address=${encodeURIComponent(address)}`
}
