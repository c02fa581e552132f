import type { TicketingPhase } from '@tuvens/contract'
import type { IconName } from './icons.ts'

/** Meaning of a colour; each theme has a colour for each. */
export type PhaseTone = 'good' | 'info' | 'warn' | 'bad' | 'neutral'
/** How pages show a phase: an icon, a tone, two or three words, and a sentence. */
export type PhaseLook = { icon: IconName; tone: PhaseTone; label: string; sentence: string }

/** One icon, one tone, one label, one sentence a phase: the same on every page that shows it (spec 4.4). */
export const PHASES: Record<TicketingPhase, PhaseLook> = {
  none: {
    icon: 'ticket',
    tone: 'neutral',
    label: 'No ticketing',
    sentence: 'This event has no tickets here.',
  },
  preparing: { icon: 'clock', tone: 'info', label: 'Coming soon', sentence: 'Tickets are coming soon.' },
  soon: { icon: 'clock', tone: 'info', label: 'On sale soon', sentence: 'Ticket sales begin soon.' },
  on_sale: { icon: 'ticket', tone: 'good', label: 'On sale', sentence: 'Tickets are on sale.' },
  low: { icon: 'ticket', tone: 'warn', label: 'Few left', sentence: 'Only a few tickets are left.' },
  held: {
    icon: 'clock',
    tone: 'warn',
    label: 'In baskets',
    sentence: 'The last tickets are in somebody’s basket.',
  },
  waiting_list: {
    icon: 'people',
    tone: 'info',
    label: 'Waiting list',
    sentence: 'Sold out. There is a waiting list.',
  },
  sold_out: { icon: 'cross', tone: 'neutral', label: 'Sold out', sentence: 'Tickets are sold out.' },
  sales_over: { icon: 'flag', tone: 'neutral', label: 'Sales over', sentence: 'Ticket sales are over.' },
  paused: { icon: 'pause', tone: 'warn', label: 'Sales paused', sentence: 'Ticket sales are paused.' },
  ended: { icon: 'flag', tone: 'neutral', label: 'Over', sentence: 'This event is over.' },
  cancelled: { icon: 'cross', tone: 'bad', label: 'Cancelled', sentence: 'This event is cancelled.' },
}

/** Why a single ticket cannot be had, in the words of the phase that an event of only such tickets has. */
export const OFFER_WORDS = {
  soon: PHASES.soon.label,
  sold_out: PHASES.sold_out.label,
  over: PHASES.sales_over.label,
  unavailable: 'Not available',
} as const

/** A phase's sentence as a heading has it: without its full stop. */
export function headingOf(phase: TicketingPhase): string {
  return PHASES[phase].sentence.replace(/\.$/, '')
}
