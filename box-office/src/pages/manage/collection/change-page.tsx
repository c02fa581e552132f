import type { JSX } from 'preact'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { Back } from '../frame/back.tsx'
import { EventLayout } from '../frame/event-layout.tsx'
import { managePath } from '../frame/manage-path.ts'
import type { CollectionFrame } from './collection-page.tsx'

type ChangeProps = CollectionFrame & {
  /** Title of the list. */
  back: string
  path: string
  class?: string
  /** What deleting means. Without a button the item cannot be deleted, and the text explains why. */
  remove: { text: string; button: string | null }
}

export function ChangePage({ back, path, remove, children, ...frame }: ChangeProps): JSX.Element {
  const { managed, tab, title, form } = frame
  const action = managePath(managed.event.id, `/${path}`)
  const list = managePath(managed.event.id, `/${path.replace(/\/\d+$/, '')}`)
  return (
    <EventLayout managed={managed} tab={tab} title={title} width="narrow" refused={form.problems.length > 0}>
      <ErrorSummary form={form} />
      <Back to={list}>{back}</Back>
      <h1>{title}</h1>
      <form method="post" action={action} class={`stack ${frame.class ?? ''}`} novalidate>
        <div class="panel stack">{children}</div>
        <div class="row form-actions">
          <button class="button button--primary" type="submit">
            Save
          </button>
          <a class="button button--quiet" href={list}>
            Cancel
          </a>
        </div>
      </form>
      {remove.button === null ? (
        <p class="muted">{remove.text}</p>
      ) : (
        <form method="post" action={`${action}/delete`} class="danger-zone row row--between">
          <p class="muted">{remove.text}</p>
          <button class="button button--danger button--small" type="submit">
            {remove.button}
          </button>
        </form>
      )}
    </EventLayout>
  )
}
