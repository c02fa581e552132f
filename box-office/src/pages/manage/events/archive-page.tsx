import type { JSX } from 'preact'
import { plural } from '../../../rest/words.ts'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { QuestionPage } from '../frame/question-page.tsx'
import { StatusButton } from '../frame/status-button.tsx'

/** Asks for confirmation before the event is cancelled. */
export function ArchivePage({ managed, sold }: { managed: ManagedEvent; sold: number }): JSX.Element {
  const { event } = managed
  const question = (
    <>
      Cancel “<bdi>{event.title}</bdi>”?
    </>
  )
  const act = (
    <StatusButton eventId={event.id} status="ARCHIVED" look="danger">
      Cancel the event
    </StatusButton>
  )
  return (
    <QuestionPage
      managed={managed}
      tab="overview"
      title="Cancel the event"
      question={question}
      act={act}
      back={managePath(event.id)}
    >
      <ul class="prose">
        <li>Nobody can get tickets any more, and every event page says that it is cancelled.</li>
        <li>
          {sold === 0
            ? 'No tickets are out, so nobody needs to be told.'
            : `${plural(sold, 'ticket is', 'tickets are')} out. Their holders are told by e-mail at once. Paying back is up to you: Orders lists what is due.`}
        </li>
        <li>You can bring it back as a draft later.</li>
      </ul>
    </QuestionPage>
  )
}
