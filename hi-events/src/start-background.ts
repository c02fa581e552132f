import { type Loop, startLoop } from '@tuvens/platform/work'
import type { Context } from './context.ts'
import { startCarrying } from './edits/start-carrying.ts'
import { startFlags } from './flags/start-flags.ts'
import { reseal } from './mapping/reseal.ts'
import { deleteUnseenUsers, removePeoplesCredentials } from './mapping/store.ts'
import { deleteOldClaims } from './picker/embedded/store.ts'
import { compareLinks } from './provisioning/recovery/compare-links.ts'
import { renewPasswords } from './provisioning/recovery/renew-passwords.ts'
import { startInbox } from './relay/inbox.ts'
import { deleteOldDeliveries } from './relay/store.ts'
import { readEndedEvents } from './relay/sweep/read-ended.ts'
import { startSweeps } from './relay/sweep/sweep.ts'
import { startShopChecks } from './sales/check-shops.ts'
import { deleteExpiredSessions } from './session/store.ts'
import { resealTokens } from './ticket-session/seal.ts'
import { deleteOldTicketSessions } from './ticket-session/store.ts'
import { startTicketSessionWatch } from './ticket-session/watch.ts'
import { deleteOldWrites } from './ticket-session/writes.ts'
import { startOutbox } from './status/outbox/deliver.ts'
import { deleteOldMessages } from './status/outbox/store.ts'

const POLL_MS = 1_000
const CLEAN_UP_MS = 10 * 60 * 1000
const COMPARISON_MS = 10_000
const PASSWORDS_MS = 60_000

/** Starts all work that no request waits for. `stop` resolves when nothing is under way any more. */
export function startBackground(context: Context): Loop {
  const { log } = context
  const loops = [
    startFlags(context),
    startInbox(context),
    startOutbox(context),
    startCarrying(context),
    startSweeps(context),
    startTicketSessionWatch(context),
    startLoop({ name: 'ends', run: () => readEndedEvents(context), everyMs: POLL_MS, log }),
    startShopChecks(context),
    startLoop({ name: 'comparison', run: compareOften(context), everyMs: COMPARISON_MS, log }),
    startLoop({ name: 'passwords', run: () => renewPasswords(context), everyMs: PASSWORDS_MS, log }),
    startLoop({ name: 'clean-up', run: () => cleanUp(context), everyMs: CLEAN_UP_MS, log }),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((each) => each.stop()))
    },
  }
}

/** Its result would start the next round at once. */
function compareOften(context: Context): () => Promise<void> {
  return async () => {
    await compareLinks(context)
  }
}

async function cleanUp(context: Context): Promise<void> {
  const { deliveriesDays, deadLetterDays } = context.config
  await deleteExpiredSessions(context.db)
  await deleteOldDeliveries(context.db, deliveriesDays)
  await deleteOldClaims(context.db, deliveriesDays)
  await deleteOldMessages(context.db, { deliveredDays: deliveriesDays, deadDays: deadLetterDays })
  await deleteOldTicketSessions(context.db)
  await deleteOldWrites(context.db, context.config.writesDays)
  await deleteUnseenUsers(context.db, context.config.writesDays)
  if (!context.login.needsCredential) await removePeoplesCredentials(context.db)
  await reseal(context)
  await resealTokens(context)
}
