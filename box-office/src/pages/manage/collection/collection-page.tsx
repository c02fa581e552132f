import type { ComponentChildren, JSX } from 'preact'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import { SuccessNotice } from '../../kit/layout/success-notice.tsx'
import { Back } from '../frame/back.tsx'
import { EventLayout, type Tab } from '../frame/event-layout.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

export type CollectionFrame = {
  managed: ManagedEvent
  tab: Tab
  title: string
  form: FormState
  children: ComponentChildren
}

type ListProps = CollectionFrame & {
  lead: string
  /** The form that adds an item. */
  add: { title: string; fields: ComponentChildren; button: string; class?: string }
  path: string
  isEmpty: boolean
  done: string | undefined
}

/** The items, one line each, and below them the form that adds one. */
export function CollectionPage({
  add,
  path,
  lead,
  isEmpty,
  done,
  children,
  ...frame
}: ListProps): JSX.Element {
  const { managed, tab, title, form } = frame
  const refused = form.problems.length > 0
  return (
    <EventLayout managed={managed} tab={tab} title={title} width="narrow" refused={refused}>
      <SuccessNotice what={done} />
      <ErrorSummary form={form} />
      {tab === 'tickets' && <Back to={managePath(managed.event.id, '/tickets')}>Tickets</Back>}
      <h1>{title}</h1>
      {lead !== '' && <p class="lead">{lead}</p>}
      {!isEmpty && <ul class="lines">{children}</ul>}
      <details class="accordion" open={refused || isEmpty}>
        <summary>{add.title}</summary>
        <div class="accordion__body">
          <form
            method="post"
            action={managePath(managed.event.id, `/${path}`)}
            class={`stack ${add.class ?? ''}`}
            novalidate
          >
            {add.fields}
            <div>
              <button class="button button--primary" type="submit">
                <Icon name="plus" size={20} /> {add.button}
              </button>
            </div>
          </form>
        </div>
      </details>
    </EventLayout>
  )
}

type LineProps = {
  href: string
  title: ComponentChildren
  name: string
  badge?: string | null
  children: ComponentChildren
}

export function CollectionLine({ href, title, name, badge = null, children }: LineProps): JSX.Element {
  return (
    <li class="card line">
      <div class="line__main">
        <h2 class="line__title" dir="auto">
          {title}
        </h2>
        {children}
      </div>
      <div class="line__end">
        {badge !== null && (
          <span class="badge" data-tone="neutral">
            {badge}
          </span>
        )}
        <a class="button button--small" href={href}>
          Change
          <span class="visually-hidden">
            {' '}
            <bdi>{name}</bdi>
          </span>
        </a>
      </div>
    </li>
  )
}
