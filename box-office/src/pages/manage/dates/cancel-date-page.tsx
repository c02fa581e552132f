import type { JSX } from 'preact'
import type { OccurrenceRow } from '../../../dates/store.ts'
import { plural, shortDateTime } from '../../../rest/words.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { QuestionPage, YesButton } from '../frame/question-page.tsx'

type Props = { managed: ManagedEvent; date: OccurrenceRow }

/** Asks before a date is cancelled. */
export function CancelDatePage({ managed, date }: Props): JSX.Element {
  const path = managePath(managed.event.id, '/dates')
  return (
    <QuestionPage
      managed={managed}
      tab="dates"
      title="Cancel a date"
      question={`Cancel ${shortDateTime(date.start_date, managed.event.timezone)}?`}
      act={<YesButton action={`${path}/${date.id}/cancel`}>Cancel this date</YesButton>}
      back={path}
    >
      <ul class="prose">
        <li>Nobody can buy tickets for it any more, and it cannot be opened again.</li>
        {date.sold > 0 && (
          <li>
            {plural(date.sold, 'ticket')} of it {date.sold === 1 ? 'is' : 'are'} sold. Their holders are
            mailed a minute later; cancel their orders yourself when you pay them back.
          </li>
        )}
      </ul>
    </QuestionPage>
  )
}
