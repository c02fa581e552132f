import { PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import type { Lifecycle } from '../../../events/shape.ts'
import type { EventRow } from '../../../events/store.ts'
import type { Sales } from '../../../products/sales.ts'
import { Icon } from './icon.tsx'

/** How an event is shown to people: its sales status while it is live, otherwise its state. */
export type EventPhase = Sales | 'preparing' | 'paused' | 'ended' | 'cancelled'

/** A draft that was on sale before is paused. */
export function phaseOf({
  event: { status, published_at: publishedAt },
  lifecycle,
  sales,
}: {
  event: Pick<EventRow, 'status' | 'published_at'>
  lifecycle: Lifecycle
  sales: Sales
}): EventPhase {
  if (status === 'ARCHIVED') return 'cancelled'
  if (status === 'LIVE') return lifecycle === 'ENDED' ? 'ended' : sales
  return publishedAt === null ? 'preparing' : 'paused'
}

export function StatusBadge({ phase }: { phase: EventPhase }): JSX.Element {
  const { icon, tone, label } = PHASES[phase]
  return (
    <span class="badge" data-tone={tone}>
      <Icon name={icon} size={16} /> {label}
    </span>
  )
}
