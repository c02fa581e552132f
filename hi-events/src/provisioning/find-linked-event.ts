import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import { findLink } from '../linking/store.ts'
import { hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import type { Provisioned } from './provisioned.ts'
import type { ProvisioningContext } from './context.ts'

/**
 * What a session finds without creating anything: the Hi.Events event of its event, or the account's events.
 *
 * @throws ServiceError NOTHING_LINKED
 */
export async function findLinkedEvent(
  { db }: Pick<ProvisioningContext, 'db'>,
  { account_id: accountId, event }: ValidatedSession,
): Promise<Provisioned> {
  const account = await findAccount(db, accountId)
  if (account === undefined || !hasLogin(account)) throw new ServiceError('NOTHING_LINKED')
  if (event === undefined) return { account, hiEventId: null, path: '/manage/events' }
  const link = await findLink(db, event.id)
  if (link?.accountId !== accountId) throw new ServiceError('NOTHING_LINKED')
  return { account, hiEventId: link.hiEventId, path: `/manage/event/${link.hiEventId}` }
}
