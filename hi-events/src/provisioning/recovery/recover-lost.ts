import { hasAccounts } from '../../mapping/store.ts'
import type { ProvisioningContext } from '../context.ts'
import { type RebuildFinding, rebuildLinks } from './rebuild-links.ts'

/**
 * A database without any account is new, or has taken the place of one that was lost: then pages would show what they last
 * were told until every organiser has landed again. So links that the API knows are made again, without anybody's doing.
 *
 * @returns whether all is done; false when the API could not be read
 */
export async function recoverLost(context: ProvisioningContext): Promise<boolean> {
  if (await hasAccounts(context.db)) return true
  const findings: RebuildFinding[] = []
  await rebuildLinks(context, { isDryRun: false, report: (finding) => findings.push(finding) })
  for (const finding of findings) context.log.warn({ finding }, 'A link was recovered, or could not be')
  return !findings.some(isAboutApi)
}

function isAboutApi({ kind, accountId }: RebuildFinding): boolean {
  return kind === 'unread' && accountId === 0
}
