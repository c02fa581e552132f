import { noteIncarnation } from '@tuvens/platform/db/incarnation'
import type { BaseContext } from '../base/context.ts'
import { beginChangeLog, queueAllEdits, skipVersions } from './restore-store.ts'

/**
 * A database that was restored to an earlier time begins a new incarnation: clients get its state as a snapshot although
 * they have seen later versions, no ETag that somebody holds fits a later edit, and the ticket origin is told all details.
 * Its own comparison of the links, which repairs their statuses, follows from the new id.
 *
 * Runs before anything reads the change log.
 */
export async function adoptDatabase({ db, log }: Pick<BaseContext, 'db' | 'log'>): Promise<void> {
  const { isRestored } = await noteIncarnation(db, async (tx) => {
    await beginChangeLog(tx)
    await skipVersions(tx)
    await queueAllEdits(tx)
  })
  if (isRestored)
    log.warn(
      'The database was restored or moved: ids and versions are skipped, and all details are told again',
    )
}
