import { hasLogin, ownPasswords, sealCredential, type AccountWithLogin } from '../../mapping/account.ts'
import { findAccount, listDuePasswords, savePasswordKey } from '../../mapping/store.ts'
import { UpstreamError } from '../../upstream/errors.ts'
import type { ProvisioningContext } from '../context.ts'
import { type OwnLogin, signInToOwn } from '../own-login.ts'

/**
 * Of one round. All sign-ins of a ticket origin count for one address, of which Hi.Events allows 180 calls a minute: the rest is
 * for people who land and for tokens that have expired. An account takes up to three of them.
 */
const AT_ONCE = 20

/**
 * After a rotation of CREDENTIALS_KEY, gives the logins that we made the password of the first key, while the older key
 * that made their present one is still known: a lost database can then be recovered with the first key alone. One round
 * renews a few of them.
 */
export async function renewPasswords(context: ProvisioningContext): Promise<void> {
  const due = await listDuePasswords(context.db, context.vault.keyId, AT_ONCE)
  try {
    for (const id of due) await context.lock([`account:${id}`], () => renewPassword(context, id))
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    // Later calls would meet the same failure.
    context.log.warn({ err: error }, 'A password could not be renewed; it is tried again')
    return
  }
  if (due.length > 0 && due.length < AT_ONCE)
    context.log.info('The logins have the password of the first key')
}

/** A crash between the two writes is repaired by the next round, which signs in with the new password. */
async function renewPassword(context: ProvisioningContext, id: number): Promise<void> {
  const account = await findAccount(context.db, id)
  if (account === undefined || !hasLogin(account)) return
  const login = await signInToOwn(context, account, [account.loginEmail])
  const [password] = ownPasswords(context.vault, id)
  // Somebody has changed it at the ticket system: it is theirs, and the next landing asks for it.
  if (login === null || password === undefined) return save(context, account, null)
  if (login.password !== password)
    await context.hiEvents.changePassword(login.token, { current: login.password, password })
  await save(context, account, password)
}

async function save(
  context: ProvisioningContext,
  { id }: AccountWithLogin,
  password: OwnLogin['password'] | null,
): Promise<void> {
  const sealed = password === null ? null : sealCredential(context.vault, id, password)
  await savePasswordKey(context.db, id, { keyId: context.vault.keyId, sealed })
}
