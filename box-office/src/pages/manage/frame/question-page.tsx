import type { ComponentChildren, JSX } from 'preact'
import { EventLayout } from './event-layout.tsx'
import type { ManagedEvent } from './load-event.ts'

type Props = {
  managed: ManagedEvent
  tab: Parameters<typeof EventLayout>[0]['tab']
  title: string
  question: ComponentChildren
  /** What follows from a yes, or why there is no such choice. */
  children: ComponentChildren
  /** The button or link that says yes. */
  act: JSX.Element
  /** Where a no leads, and its words. */
  back: string
  no?: string
  refused?: boolean
}

/** Asks before something that cannot be taken back. */
export function QuestionPage({
  managed,
  tab,
  title,
  question,
  children,
  act,
  back,
  no = 'Keep it',
  refused = false,
}: Props): JSX.Element {
  return (
    <EventLayout managed={managed} tab={tab} title={title} width="form" refused={refused}>
      <div class="panel stack">
        <h1>{question}</h1>
        {children}
        <div class="row">
          {act}
          <a class="button" href={back}>
            {no}
          </a>
        </div>
      </div>
    </EventLayout>
  )
}

type YesProps = { action: string; look?: 'danger' | 'primary'; children: ComponentChildren }

/** The button that says yes. */
export function YesButton({ action, look = 'danger', children }: YesProps): JSX.Element {
  return (
    <form method="post" action={action}>
      <button class={`button button--${look}`} type="submit">
        {children}
      </button>
    </form>
  )
}
