import { type PhaseLook, PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import type { Lifecycle } from '../../events/shape.ts'
import type { EventStatus } from '../../events/store.ts'
import type { Sales } from '../../products/sales.ts'
import { Icon } from './icon.tsx'

export type Standing = Sales | 'preparing' | 'paused' | 'ended' | 'cancelled'

/**
 * What an event's states mean together. A draft that has sold something was on sale before: it is paused; of a published
 * one its sales tell more.
 */
export function standingOf({
  status,
  lifecycle,
  hasOrders,
  sales,
}: {
  status: EventStatus
  lifecycle: Lifecycle
  hasOrders: boolean
  sales: Sales
}): Standing {
  if (status === 'ARCHIVED') return 'cancelled'
  if (status === 'LIVE') return lifecycle === 'ENDED' ? 'ended' : sales
  return hasOrders ? 'paused' : 'preparing'
}

/** The common look, in the words an organiser needs. */
export function lookOf(standing: Standing): PhaseLook {
  return standing === 'preparing' ? { ...PHASES.preparing, label: 'Not published' } : PHASES[standing]
}

export function StatusBadge({ standing }: { standing: Standing }): JSX.Element {
  const { icon, tone, label } = lookOf(standing)
  return (
    <span class="badge" data-tone={tone}>
      <Icon name={icon} size={16} /> {label}
    </span>
  )
}
