import type { Context } from '../context.ts'
import type { Principal } from '../identity/session.ts'
import { changeAndTell } from '../webhooks/announce.ts'
import { requireEvent } from './read.ts'
import { deleteEvent } from './store.ts'

/** An event with orders may go too; its orders stay in the books. Tells nobody. */
export async function removeEvent(context: Context, principal: Principal, id: number): Promise<void> {
  const event = await requireEvent(context, principal, id)
  await changeAndTell(context, event.organizer_id, (tx) => deleteEvent(tx, event.id))
}
