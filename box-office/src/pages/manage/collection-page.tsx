import type { ComponentChildren, JSX } from 'preact'
import { SuccessNotice } from '../kit/done.tsx'
import { ErrorSummary } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { Icon } from '../kit/icon.tsx'
import { EventLayout, managePath, type Tab } from './chrome.tsx'
import type { ManagedEvent } from './load.ts'

type Frame = { managed: ManagedEvent; tab: Tab; title: string; form: FormState; children: ComponentChildren }
type ListProps = Frame & {
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
        <h2 class="line__title">{title}</h2>
        {children}
      </div>
      <div class="line__end">
        {badge !== null && (
          <span class="badge" data-tone="neutral">
            {badge}
          </span>
        )}
        <a class="button button--small" href={href}>
          Change<span class="visually-hidden"> {name}</span>
        </a>
      </div>
    </li>
  )
}

type ChangeProps = Frame & {
  /** Title of the list. */
  back: string
  path: string
  class?: string
  /** What deleting means. Without a button the item cannot be deleted, and the text says why. */
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

export function Back({ to, children }: { to: string; children: ComponentChildren }): JSX.Element {
  return (
    <p>
      <a class="with-icon" href={to}>
        <Icon name="back" size={20} /> {children}
      </a>
    </p>
  )
}
