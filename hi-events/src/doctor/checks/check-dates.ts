import { noteCapability } from '../../status/capabilities.ts'
import { hasDates } from '../../upstream/dates.ts'
import { type Finding, ok, skipped } from '../finding.ts'
import type { DoctorTarget } from '../target.ts'

/** Whether this Hi.Events has events of several dates: seen from the draft of the webhook check. Both are well. */
export async function checkDates({ context, signIn }: DoctorTarget): Promise<Finding> {
  const { token } = await signIn()
  const { events } = await context.hiEvents.events(token)
  const [event] = events
  if (event === undefined) return skipped('there is no event to look at')
  await noteCapability(context.db, 'dates', hasDates(event))
  return ok(
    hasDates(event)
      ? 'yes: each event says its dates'
      : 'no: each event has one date, as in 1.8; an upgrade is noticed without a restart',
  )
}
