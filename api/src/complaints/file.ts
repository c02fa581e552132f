import { type ComplaintReceived, type ComplaintRequest, ServiceError } from '@tuvens/contract'
import { insertMail } from '../mail/store.ts'
import type { AuthContext } from '../auth/context.ts'
import { insertComplaint } from './store.ts'

export type ComplaintContext = Pick<AuthContext, 'db' | 'config' | 'entrances' | 'mailing'>

/**
 * Stores a complaint, and mails the operator when it is the first open one about its event for its reason, or one of many: a
 * harmless one must not hide those that follow.
 *
 * @throws ServiceError EVENT_NOT_FOUND
 */
export async function fileComplaint(
  { db, config, mailing }: ComplaintContext,
  eventId: string,
  complaint: ComplaintRequest,
): Promise<ComplaintReceived> {
  const filed = await db.begin(async (tx) => {
    const row = await insertComplaint(tx, eventId, complaint)
    if (row === undefined) throw new ServiceError('EVENT_NOT_FOUND')
    const { operatorEmail: recipient } = config
    const data = { event: row.event_title, reason: complaint.reason, what: row.id }
    if (recipient !== undefined && row.is_mailed)
      await insertMail(tx, { kind: 'complaint_filed', recipient, data })
    return row
  })
  mailing.wake()
  return { reference: filed.id }
}
