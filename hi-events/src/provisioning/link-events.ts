import { insertFoundLink, saveLink } from '../linking/store.ts'
import { scheduleShopChecks } from '../sales/store.ts'
import type { LinkedEvent } from '../status/linked-event.ts'
import { markRegistered, startStatus } from '../status/store.ts'
import type { ProvisioningContext } from './context.ts'

/** Links two events, or links them again, and starts over with the status of another Hi.Events event. */
export async function linkEvents({ db }: ProvisioningContext, event: LinkedEvent): Promise<void> {
  await db.begin(async (sql) => {
    await saveLink(sql, event)
    await startStatus(sql, event)
    await scheduleShopChecks(sql, [event.eventId])
  })
}

/**
 * Links two events that were linked before, according to an attribute. The link counts as registered with the API: if it is
 * not, the API refuses its reports.
 *
 * @returns false when either event is linked already
 */
export async function relinkFoundEvents({ db }: ProvisioningContext, event: LinkedEvent): Promise<boolean> {
  return db.begin(async (sql) => {
    if (!(await insertFoundLink(sql, event))) return false
    await startStatus(sql, event)
    await markRegistered(sql, event.eventId)
    await scheduleShopChecks(sql, [event.eventId])
    return true
  })
}
