import type { JSX } from 'preact'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { QuestionPage, YesButton } from '../frame/question-page.tsx'

type Deletion = {
  managed: ManagedEvent
  sold: number
  /** Why it may not be deleted, if it may not. */
  reason: string | null
}

export function DeletePage({ managed, sold, reason }: Deletion): JSX.Element {
  const { event } = managed
  const question = (
    <>
      Delete <bdi>{event.title}</bdi>?
    </>
  )
  const orders = (
    <a class="button button--primary" href={managePath(event.id, '/orders')}>
      See the orders
    </a>
  )
  const remove = <YesButton action={managePath(event.id, '/delete')}>Delete for good</YesButton>
  return (
    <QuestionPage
      managed={managed}
      tab="settings"
      title="Delete event"
      question={question}
      act={reason === null ? remove : orders}
      back={managePath(event.id, '/settings')}
    >
      {reason === null ? (
        <p>
          It goes for good, with its tickets and promo codes.{' '}
          {sold > 0 && (
            <strong>People hold tickets for it; their links stop working. Cancelling may be kinder.</strong>
          )}
        </p>
      ) : (
        <p>{reason}</p>
      )}
    </QuestionPage>
  )
}
