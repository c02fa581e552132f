import type { ObservedChange } from '../passthrough/policy/observed-changes.ts'
import type { RelayContext } from './context.ts'
import { OBSERVED, recordObserved } from './store.ts'

/**
 * Has an event read that somebody has just changed through our pages. Its webhook comes, too, but where a queue worker of
 * Hi.Events sleeps between two looks it comes seconds later. Who made the change does not wait for this.
 */
export function recordObservedChange(context: RelayContext, { hiEventId, changes }: ObservedChange): void {
  recordObserved(context.db, { hiEventId, eventType: OBSERVED[changes] }).then(
    () => context.inboxWakeUp.wake(),
    (error: unknown) =>
      context.log.warn(
        { err: error, hiEventId },
        'A change could not be recorded; its webhook or the sweep tells of it',
      ),
  )
}
