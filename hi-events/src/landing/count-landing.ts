import { flows } from '@tuvens/platform/telemetry/counts/flow'
import { outcomeOf } from '@tuvens/platform/telemetry/counts/outcome'
import type { LandingOutcome } from './proceed.ts'

/** Counts how a landing ends. One that asks its organiser something has not ended yet. */
export async function countLanding(land: () => Promise<LandingOutcome>): Promise<LandingOutcome> {
  try {
    const outcome = await land()
    if (outcome.kind === 'entered') flows.add({ outcome: 'ok' })
    if (outcome.kind === 'failed') flows.add({ outcome: outcomeOf(outcome.error) })
    return outcome
  } catch (error) {
    flows.add({ outcome: outcomeOf(error) })
    throw error
  }
}
