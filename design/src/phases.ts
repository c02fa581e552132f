import type { TicketingPhase } from '@tuvens/contract'
import type { IconName } from './icons.ts'

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'neutral'
export type PhaseLook = { icon: IconName; tone: Tone; label: string; sentence: string }

/** One icon, one tone, one label, one sentence a phase: the same on every page that shows it (spec 4.4). */
export const PHASES: Record<TicketingPhase, PhaseLook> = {
  none: {
    icon: 'ticket',
    tone: 'neutral',
    label: 'No ticketing',
    sentence: 'This event has no tickets here.',
  },
  preparing: { icon: 'clock', tone: 'info', label: 'Coming soon', sentence: 'Tickets are coming soon.' },
  on_sale: { icon: 'ticket', tone: 'good', label: 'On sale', sentence: 'Tickets are on sale.' },
  paused: { icon: 'pause', tone: 'warn', label: 'Sales paused', sentence: 'Ticket sales are paused.' },
  ended: { icon: 'flag', tone: 'neutral', label: 'Over', sentence: 'This event is over.' },
  cancelled: { icon: 'cross', tone: 'bad', label: 'Cancelled', sentence: 'This event is cancelled.' },
}
