import type { ComponentChildren, JSX } from 'preact'
import type { EventStatus } from '../../../events/store.ts'
import { managePath } from './manage-path.ts'

type Props = {
  eventId: number
  status: EventStatus
  look?: 'primary' | 'danger' | 'plain'
  /** The page to return to. */
  from?: 'getting-started' | 'overview'
  children: ComponentChildren
}

export function StatusButton({
  eventId,
  status,
  look = 'plain',
  from = 'overview',
  children,
}: Props): JSX.Element {
  return (
    <form method="post" action={managePath(eventId, '/status')}>
      <input type="hidden" name="status" value={status} />
      <input type="hidden" name="from" value={from} />
      <button class={look === 'plain' ? 'button' : `button button--${look}`} type="submit">
        {children}
      </button>
    </form>
  )
}
