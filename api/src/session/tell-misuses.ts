import type { BaseContext } from '../base/context.ts'
import { insertMisuseMails } from './misuse-store.ts'

/**
 * Queues the mails about sessions whose tokens were misused, each once. Runs after a misuse, and with the maintenance for
 * those of a process that died between the two.
 */
export async function tellMisuses({ db, config }: Pick<BaseContext, 'db' | 'config'>): Promise<void> {
  const { limits, outsideIssuer } = config
  await insertMisuseMails(db, { limit: limits.mailedAgain, hasOwnAccounts: outsideIssuer === null })
}
