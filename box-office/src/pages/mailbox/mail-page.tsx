import type { JSX } from 'preact'
import type { MailRow } from '../../mail/store.ts'
import { shortDateTime } from '../../rest/words.ts'
import { Icon } from '../kit/layout/icon.tsx'
import { Layout } from '../kit/layout/layout.tsx'

type MailProps = { mail: MailRow; content: string; address: string }

export function MailPage({ mail, content, address }: MailProps): JSX.Element {
  const query = address === '' ? '' : `?address=${encodeURIComponent(address)}`
  return (
    <Layout title={mail.subject} kind="public" width="narrow">
      <p>
        <a class="with-icon" href={`/mailbox${query}`}>
          <Icon name="back" size={20} /> Mailbox
        </a>
      </p>
      <div class="stack stack--tight">
        <h1 class="h3">
          <bdi>{mail.subject}</bdi>
        </h1>
        <p class="muted small">
          To {mail.recipient} · <span class="num">{shortDateTime(mail.created_at, 'UTC')} UTC</span>
        </p>
      </div>
      <div class="mail" dangerouslySetInnerHTML={{ __html: content }} />
      {mail.attachments.some((each) => each.cid === undefined) && (
        <p class="row">
          {mail.attachments.map((each, index) =>
            each.cid !== undefined ? null : (
              <a
                key={each.filename}
                class="button button--small"
                href={`/mailbox/${mail.id}/attachment/${index}${query}`}
              >
                {each.filename}
              </a>
            ),
          )}
        </p>
      )}
    </Layout>
  )
}
