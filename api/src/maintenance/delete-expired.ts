import { inBatches } from '@tuvens/platform/db/delete-batches'
import { type Loop, startLoop } from '@tuvens/platform/work'
import type { BaseContext } from '../base/context.ts'
import { disableOverflowing, MAX_WAITING_MESSAGES } from '../endpoints/message-store.ts'
import { resealSigningSecrets } from '../endpoints/reseal.ts'
import { forgetOldSecrets } from '../endpoints/store.ts'
import { resealFactors } from '../factors/reseal.ts'
import { deleteUnusedPictures } from '../pictures/delete-unused.ts'
import { tellMisuses } from '../session/tell-misuses.ts'
import {
  deleteEndedApiKeys,
  deleteExpiredInvitations,
  deleteExpiredOneTimeTokens,
  deleteExpiredRefreshTokens,
  deleteExpiredSessions,
  deleteExpiredSignIns,
  deleteOldAudits,
  deleteOldCalls,
  deleteOldChanges,
  deleteOldComplaints,
  deleteOldDeliveries,
  deleteOldFlagOutcomes,
  deleteOldMails,
  deleteOldWebhookMessages,
  moveToNextDates,
} from './store.ts'

const INTERVAL_MS = 60_000

/**
 * Tells of misuses that a process died before it told, cleans up, and moves events to their next date, once a minute while the process runs.
 * Keys change only with a start: what older ones encrypt is encrypted again once.
 */
export function startMaintenance(context: BaseContext): Loop {
  let isResealed = false
  const run = async () => {
    if (!isResealed) {
      await resealFactors(context)
      await resealSigningSecrets(context)
    }
    isResealed = true
    await tellMisuses(context)
    await deleteExpired(context)
    await deleteUnusedPictures(context)
    await forgetOldSecrets(context.db)
    const overflowing = await disableOverflowing(context.db, MAX_WAITING_MESSAGES)
    if (overflowing > 0)
      context.log.warn({ overflowing }, 'webhook endpoints were disabled: too many messages waited')
    await inBatches(() => moveToNextDates(context.db))
  }
  return startLoop({ name: 'maintenance', run, everyMs: INTERVAL_MS, log: context.log })
}

/** Deletes expired rows. Nodes that do so at the same time share the work. */
export async function deleteExpired({ db, config, log }: Pick<BaseContext, 'db' | 'config' | 'log'>) {
  const counts = {
    sessions: await inBatches(() => deleteExpiredSessions(db)),
    refreshTokens: await inBatches(() => deleteExpiredRefreshTokens(db)),
    signIns: await inBatches(() => deleteExpiredSignIns(db)),
    oneTimeTokens: await inBatches(() => deleteExpiredOneTimeTokens(db)),
    invitations: await inBatches(() => deleteExpiredInvitations(db)),
    apiKeys: await inBatches(() => deleteEndedApiKeys(db)),
    idempotentCalls: await inBatches(() => deleteOldCalls(db)),
    complaints: await inBatches(() => deleteOldComplaints(db)),
    mails: await inBatches(() => deleteOldMails(db, config.mailsDays)),
    webhookMessages: await inBatches(() => deleteOldWebhookMessages(db, config.webhookMessagesDays)),
    audits: await inBatches(() => deleteOldAudits(db, config.auditDays)),
    flagOutcomes: await inBatches(() => deleteOldFlagOutcomes(db)),
    changes: await inBatches(() => deleteOldChanges(db, config.streamRetentionHours)),
    deliveries: await inBatches(() => deleteOldDeliveries(db, config.webhookMaxAgeHours)),
  }
  if (Object.values(counts).some((count) => count > 0)) log.info(counts, 'deleted expired rows')
  return counts
}
