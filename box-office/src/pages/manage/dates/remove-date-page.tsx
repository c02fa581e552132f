import type { JSX } from 'preact'
import type { OccurrenceRow } from '../../../dates/store.ts'
import { shortDateTime } from '../../../rest/words.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { QuestionPage, YesButton } from '../frame/question-page.tsx'

type Props = { managed: ManagedEvent; date: OccurrenceRow; hasOrders: boolean }

/** Asks before a date is removed; one with orders can only be cancelled. */
export function RemoveDatePage({ managed, date, hasOrders }: Props): JSX.Element {
  const path = managePath(managed.event.id, '/dates')
  const cancel = (
    <a class="button button--primary" href={`${path}/${date.id}/cancel`}>
      Cancel this date…
    </a>
  )
  const remove = <YesButton action={`${path}/${date.id}/remove`}>Remove this date</YesButton>
  return (
    <QuestionPage
      managed={managed}
      tab="dates"
      title="Remove a date"
      question={`Remove ${shortDateTime(date.start_date, managed.event.timezone)}?`}
      act={hasOrders ? cancel : remove}
      back={path}
      refused={hasOrders}
    >
      {hasOrders ? (
        <p>
          Somebody has ordered tickets for this date, or has begun to, so it cannot be removed. Cancel it
          instead: the orders stay, and ticket holders are told.
        </p>
      ) : (
        <p>It goes for good, with its waiting list. Nobody has ordered tickets for it.</p>
      )}
    </QuestionPage>
  )
}
