import type { DateState } from '@tuvens/contract'
import { type PhaseLook, PHASES } from './phases.ts'

/** The look of a date that cannot be visited any more, or not by everybody: one for each state, on every page. */
export const DATE_LOOKS: Record<Exclude<DateState, 'open'>, Pick<PhaseLook, 'icon' | 'tone' | 'label'>> = {
  sold_out: PHASES.sold_out,
  cancelled: PHASES.cancelled,
  past: PHASES.ended,
}
