import { isolated } from '@tuvens/platform/text/isolated'
import type { ComponentChildren, JSX } from 'preact'
import { shortDateTime } from '../../../rest/words.ts'
import { Layout } from '../../kit/layout/layout.tsx'
import { StatusBadge } from '../../kit/layout/phase.tsx'
import type { ManagedEvent } from './load-event.ts'
import { managePath } from './manage-path.ts'

export type Tab =
  | 'overview'
  | 'dates'
  | 'tickets'
  | 'orders'
  | 'attendees'
  | 'promo-codes'
  | 'settings'
  | 'getting-started'

const TABS: readonly [tab: Tab, label: string, path: string][] = [
  ['overview', 'Overview', ''],
  ['dates', 'Dates', '/dates'],
  ['tickets', 'Tickets', '/tickets'],
  ['orders', 'Orders', '/orders'],
  ['attendees', 'Attendees', '/attendees'],
  ['promo-codes', 'Promo codes', '/promo-codes'],
  ['settings', 'Settings', '/settings'],
]

type ChromeProps = {
  managed: ManagedEvent
  tab: Tab
  title: string
  refused?: boolean
  width?: 'narrow' | 'form' | 'wide'
  children: ComponentChildren
}

/** The frame of every page about one event: its name, its phase and its tabs. */
export function EventLayout({ managed, tab, title, children, ...rest }: ChromeProps): JSX.Element {
  return (
    <Layout
      kind="manage"
      title={`${title} · ${isolated(managed.event.title)}`}
      header={<EventHeader managed={managed} tab={tab} />}
      {...rest}
    >
      {children}
    </Layout>
  )
}

function EventHeader({
  managed: { event, phase, hasDates },
  tab,
}: {
  managed: ManagedEvent
  tab: Tab
}): JSX.Element {
  const base = managePath(event.id)
  return (
    <section class="event-head" aria-label="Event">
      <div class="wrap">
        <div class="row row--between event-head__row">
          <p class="event-head__title" dir="auto">
            <a href={base}>{event.title}</a>
          </p>
          <StatusBadge phase={phase} />
        </div>
        <p class="muted small">{shortDateTime(event.start_date, event.timezone)}</p>
        <nav class="tabs" aria-label="This event">
          {(tab === 'getting-started' || phase === 'preparing') && (
            <a href={`${base}/getting-started`} aria-current={tab === 'getting-started' ? 'page' : undefined}>
              Getting started
            </a>
          )}
          {TABS.filter(([name]) => name !== 'dates' || hasDates).map(([name, label, path]) => (
            <a key={name} href={base + path} aria-current={name === tab ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </div>
    </section>
  )
}
