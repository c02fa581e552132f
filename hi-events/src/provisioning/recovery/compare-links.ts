import { ServiceError } from '@tuvens/contract'
import { noteIncarnation } from '@tuvens/platform/db/incarnation'
import { saveWanted } from '../../details/store.ts'
import { queueReports } from '../../status/store.ts'
import type { ProvisioningContext } from '../context.ts'
import {
  type ComparedIncarnations,
  findComparison,
  forgetSent,
  listAccountsOfMissing,
  listOutdatedDetails,
  saveComparison,
} from './comparison-store.ts'
import { rebuildAccounts } from './rebuild-links.ts'
import type { KnownLinks } from './recover-accounts.ts'

/** Rows of one statement. */
const BATCH_SIZE = 1_000

/**
 * Compares the links of this database with those of the API, once for each incarnation of the two: one of them is new, was
 * lost, or was restored to an earlier time than the other. Then pages would show what they last were told, and changes of
 * some events would never be told again. Nobody has to do anything.
 *
 * @returns whether all is done; false when the API or the ticket system could not be read
 */
export async function compareLinks(context: ProvisioningContext): Promise<boolean> {
  try {
    if ((await findUncompared(context)) === null) return true
    // On one node; the others find it done.
    return await context.lock(['comparison'], async () => {
      const incarnations = await findUncompared(context)
      if (incarnations === null) return true
      const isDone = await repair(context, await context.auth.listLinks())
      if (isDone) await saveComparison(context.db, incarnations)
      return isDone
    })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return false
  }
}

/** The incarnations to compare; null when that was done, or when the API does not tell its own. */
async function findUncompared({ db, auth }: ProvisioningContext): Promise<ComparedIncarnations | null> {
  const own = (await noteIncarnation(db)).id
  const api = await auth.findIncarnation()
  const last = await findComparison(db)
  return api === null || (last?.own === own && last.api === api) ? null : { own, api }
}

async function repair(context: ProvisioningContext, known: KnownLinks): Promise<boolean> {
  const { db, log } = context
  const ids = new Set(await listAccountsOfMissing(db, known.links))
  const findings = await rebuildAccounts(context, { ids, known })
  for (const finding of findings) log.warn({ finding }, 'A link was recovered, or could not be')
  await saveOutdated(context, known)
  const again = await forgetSent(db, known.links)
  log.warn({ accounts: ids.size, again: again.length }, 'The links were compared with those of the API')
  await sendAgain(context, again)
  return !findings.some(({ isTemporary }) => isTemporary)
}

async function saveOutdated({ db }: ProvisioningContext, { links }: KnownLinks): Promise<void> {
  const outdated = new Set(await listOutdatedDetails(db, links))
  for (const { event_id: eventId, revision, details } of links)
    if (outdated.has(eventId)) await saveWanted(db, { eventId, revision, details })
}

async function sendAgain(context: ProvisioningContext, eventIds: string[]): Promise<void> {
  for (let from = 0; from < eventIds.length; from += BATCH_SIZE) {
    const reports = eventIds
      .slice(from, from + BATCH_SIZE)
      .map((eventId) => ({ id: context.newId(), eventId }))
    await queueReports(context.db, reports, context.clock.now())
  }
  context.outboxWakeUp.wake()
}
