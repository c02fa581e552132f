import type { LinkedAccount, ListLinksResponse } from '@tuvens/contract'
import { hasLogin } from '../../mapping/account.ts'
import { findAccount } from '../../mapping/store.ts'
import type { ProvisioningContext } from '../context.ts'
import { insertOwn, saveOwnLogin } from '../ensure-account.ts'
import { loginEmailsOf, signInToOwn } from '../own-login.ts'

/** What the API knows of links. */
export type KnownLinks = Pick<ListLinksResponse, 'links' | 'accounts'>

/**
 * Signs in again to the login of an account that this database has lost.
 *
 * @returns false when it is a person's own: they sign in once at their next landing
 * @throws UpstreamError
 */
export async function recoverAccount(
  context: ProvisioningContext,
  { account_id: id, organiser: name }: LinkedAccount,
  known: KnownLinks,
): Promise<boolean> {
  const found = await findAccount(context.db, id)
  if (found !== undefined && hasLogin(found)) return true
  const emails = [...(found === undefined ? [] : [found.loginEmail]), ...loginEmailsOf(known, id)]
  const login = await signInToOwn(context, found ?? { id, credential: null }, emails)
  if (login === null) return false
  const account = found ?? (await insertOwn(context, { id, name, loginEmail: login.email }))
  await saveOwnLogin(context, account, {
    ...login,
    isNew: false,
    by: { userId: null, path: 'links:rebuild', address: null },
  })
  return true
}
