import { listEnded } from '../../status/store.ts'
import type { RelayContext } from '../context.ts'
import { readUntilAgreed } from '../read-until-agreed.ts'

const BATCH = 20

/** Hi.Events sends no webhook when an event ends: it is read when its end comes. */
export async function readEndedEvents(context: RelayContext): Promise<void> {
  const ended = await listEnded(context.db, BATCH)
  await Promise.all(ended.map((eventId) => readUntilAgreed(context, eventId, null).catch(() => {})))
}
