import { type PhaseLook, PHASES } from '@tuvens/design'
import type { JSX } from 'preact'
import type { Lifecycle } from '../../../events/shape.ts'
import type { EventStatus } from '../../../events/store.ts'
import type { Sales } from '../../../products/sales.ts'
import { Icon } from './icon.tsx'

/** How an event is shown to people: its sales status while it is live, otherwise its state. */
export type EventPhase = Sales | 'preparing' | 'paused' | 'ended' | 'cancelled'

/** A draft with orders was on sale before, so it is paused. */
export function phaseOf({
  status,
  lifecycle,
  hasOrders,
  sales,
}: {
  status: EventStatus
  lifecycle: Lifecycle
  hasOrders: boolean
  sales: Sales
}): EventPhase {
  if (status === 'ARCHIVED') return 'cancelled'
  if (status === 'LIVE') return lifecycle === 'ENDED' ? 'ended' : sales
  return hasOrders ? 'paused' : 'preparing'
}

/** The look of a phase, with the label that organisers need. */
export function phaseLook(phase: EventPhase): PhaseLook {
  return phase === 'preparing' ? { ...PHASES.preparing, label: 'Not published' } : PHASES[phase]
}

export function StatusBadge({ phase }: { phase: EventPhase }): JSX.Element {
  const { icon, tone, label } = phaseLook(phase)
  return (
    <span class="badge" data-tone={tone}>
      <Icon name={icon} size={16} /> {label}
    </span>
  )
}
