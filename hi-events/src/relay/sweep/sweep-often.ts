import type { RelayContext } from '../context.ts'
import { markActive } from './store.ts'

const ACTIVE_MS = 10 * 60 * 1000

/** The organiser or Hi.Events did something in this account: it is swept soon, and often for a while. */
export async function sweepOftenFor(context: RelayContext, accountId: number): Promise<void> {
  await markActive(context.db, accountId, ACTIVE_MS)
}
