import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db/db'
import type { ProvisioningContext } from './context.ts'
import {
  type Account,
  hasLogin,
  type AccountWithLogin,
  openCredential,
  ownPasswords,
  sealCredential,
  type StoredCredential,
} from '../mapping/account.ts'
import { loginEmailsOf, type OwnLogin, signInToOwn, subAddressOf } from './own-login.ts'
import { insertWrite } from '../ticket-session/writes.ts'
import { findAccount, insertAccount, isLoginEmailOurs, saveLogin } from '../mapping/store.ts'
import { startSweeping } from '../relay/sweep/store.ts'
import { tuvensAuth } from '../session/tuvens-auth.ts'
import type { Me } from '../upstream/answers.ts'
import { loginOf } from '../upstream/token-claims.ts'
import { isUpstream } from '../upstream/errors.ts'
import { DEFAULT_LOCALE_SETTINGS, localeSettingsOf, createWithFallback } from './locale-settings.ts'

const MAX_EMAIL = 100
const LONG_EMAIL = `The ticket system takes e-mail addresses of up to ${MAX_EMAIL} characters`

/** Returns the Hi.Events account of a session's Tuvens account; registers it on the first call. */
export async function ensureAccount(
  context: ProvisioningContext,
  session: ValidatedSession,
): Promise<AccountWithLogin> {
  const account =
    (await findAccount(context.db, session.account_id)) ?? (await insertNewAccount(context, session))
  if (hasLogin(account)) return account
  const login = await findOrRegister(context, session, account)
  return saveOwnLogin(context, account, {
    ...login,
    by: { userId: session.user_id, path: '/auth/cross-app', address: null },
  })
}

/** Stores a login that we made, now or before the database was lost. */
export async function saveOwnLogin(
  context: ProvisioningContext,
  account: Account,
  login: OwnLogin & Pick<SignedInLogin, 'isNew' | 'by'>,
): Promise<AccountWithLogin> {
  const { token, email, password, isNew, by } = login
  return saveSignedInLogin(context, account, {
    token,
    isNew,
    me: meOf(token) ?? (await context.hiEvents.me(token)),
    email,
    credential: { kind: 'generated-password', sealed: sealCredential(context.vault, account.id, password) },
    passwordKey: password === ownPasswords(context.vault, account.id)[0] ? context.vault.keyId : null,
    by,
  })
}

/**
 * An account that has links has a login, too: after the loss of the database it is signed in to, under the address of the
 * member for whom it was made.
 *
 * @throws ServiceError LOGIN_EXISTS when it is a person's own
 */
async function findOrRegister(
  context: ProvisioningContext,
  session: ValidatedSession,
  account: Account,
): Promise<OwnLogin & { isNew: boolean }> {
  const known = await context.auth.listLinks(account.id)
  if (known.links.length === 0) return register(context, session, account)
  const emails = [account.loginEmail, ...loginEmailsOf(known, account.id)]
  const own = await signInToOwn(context, account, emails)
  // There is none on a ticket system that has taken the place of another one.
  return own === null ? register(context, session, account) : { ...own, isNew: false }
}

function orLoginExists(login: OwnLogin | null): OwnLogin {
  if (login === null) throw new ServiceError('LOGIN_EXISTS')
  return login
}

/** The password is stored before it is used: after a registration whose response is lost, the ticket origin can sign in. */
async function insertNewAccount(context: ProvisioningContext, session: ValidatedSession): Promise<Account> {
  return insertOwn(context, {
    id: session.account_id,
    name: session.organiser,
    loginEmail: await loginEmail(context, session),
  })
}

/** An account with the password of the login that we make, or have made, for it. */
export async function insertOwn(
  context: ProvisioningContext,
  { id, ...named }: Pick<Account, 'id' | 'name' | 'loginEmail'>,
): Promise<Account> {
  await insertAccount(context.db, {
    id,
    ...named,
    tenantKey: context.random(18).toString('base64url'),
    credential: {
      kind: 'generated-password',
      sealed: sealCredential(context.vault, id, ownPasswords(context.vault, id)[0] ?? ''),
    },
  })
  const account = await findAccount(context.db, id)
  if (account === undefined) throw vanished(id)
  return account
}

/**
 * Hi.Events allows one login per e-mail address, and a Tuvens user may be in several accounts: from the second account on,
 * the address gets the account as a sub-address, which reaches the same mailbox. An address that is too long is not stored:
 * at the next landing it may be shorter, or another user's of the account.
 *
 * @throws ServiceError UPSTREAM_REFUSED
 */
async function loginEmail(context: ProvisioningContext, session: ValidatedSession): Promise<string> {
  const { email } = tuvensAuth.mapUser(session)
  const isOurs = await isLoginEmailOurs(context.db, email, session.account_id)
  const login = isOurs ? subAddressOf(email, session.account_id) : email
  if (Array.from(login).length > MAX_EMAIL)
    throw new ServiceError('UPSTREAM_REFUSED', { message: LONG_EMAIL })
  return login
}

async function register(
  context: ProvisioningContext,
  session: ValidatedSession,
  account: Account,
): Promise<OwnLogin & { isNew: boolean }> {
  // All members use this login: it has the name of the account, not that of the member who came first.
  const { firstName, lastName } = tuvensAuth.mapUser({ ...session, name: session.organiser })
  const { timezone, currency } = localeSettingsOf(session)
  const password = openCredential(context.vault, account)
  if (password === null) throw new ServiceError('LOGIN_EXISTS')
  try {
    const registration = {
      first_name: firstName,
      ...(lastName !== undefined && { last_name: lastName }),
      email: account.loginEmail,
      password,
      timezone,
      currency_code: currency,
    }
    const instead = {
      timezone: DEFAULT_LOCALE_SETTINGS.timezone,
      currency_code: DEFAULT_LOCALE_SETTINGS.currency,
    }
    const token = await createWithFallback(instead, registration, context.hiEvents.register)
    return { token, email: account.loginEmail, password, isNew: true }
  } catch (error) {
    // Registration is switched off there.
    if (isUpstream(error, 'forbidden')) throw new ServiceError('REGISTRATION_CLOSED', { cause: error })
    if (!isUpstream(error, 'refused') || error.fields['email'] === undefined) throw error
    // The e-mail has a login: ours when a response or the database was lost, else the user's own, who has to sign in once.
    const emails = [account.loginEmail, subAddressOf(account.loginEmail, account.id)]
    return { ...orLoginExists(await signInToOwn(context, account, emails)), isNew: false }
  }
}

/** A token that names its user saves a call. */
function meOf(token: string): SignedInLogin['me'] | null {
  const login = loginOf(token)
  return login && { id: login.userId, account_id: login.accountId, role: login.role }
}

/** `me` is the user that the token stands for, `by` the Tuvens user whose landing stores the login. */
type SignedInLogin = {
  token: string
  isNew: boolean
  me: Pick<Me, 'id' | 'account_id' | 'role'>
  email: string
  credential: StoredCredential | null
  /** The id of the key that made the password. */
  passwordKey?: Buffer | null
  by: { userId: string | null; path: string; address: string | null }
}

/**
 * Stores a signed-in Hi.Events login as the login of an account, and who did it.
 *
 * @throws ServiceError ACCOUNT_CONFLICT when another Tuvens account already has that Hi.Events account
 */
export async function saveSignedInLogin(
  context: ProvisioningContext,
  account: Account,
  { token, isNew, me, by, passwordKey = null, ...adopted }: SignedInLogin,
): Promise<AccountWithLogin> {
  if (me.account_id === null) throw new ServiceError('ACCOUNT_CONFLICT')
  const login = {
    email: adopted.email,
    credential: context.login.needsCredential ? adopted.credential : null,
    hiUserId: me.id,
    hiAccountId: me.account_id,
    hiRole: me.role ?? 'ADMIN',
    isGenerated: adopted.credential?.kind === 'generated-password',
    passwordKey,
    isNew,
  }
  await context.db
    .begin(async (sql) => {
      await saveLogin(sql, account.id, login)
      const write = { id: context.newId(), sessionId: null, accountId: account.id, method: 'POST' }
      await insertWrite(sql, { ...write, ...by, status: 200 })
      await startSweeping(sql, account.id)
    })
    .catch((cause: unknown) => {
      throw sqlState(cause) === '23505' ? new ServiceError('ACCOUNT_CONFLICT', { cause }) : cause
    })
  const saved = await findAccount(context.db, account.id)
  if (saved === undefined || !hasLogin(saved)) throw vanished(account.id)
  context.tokens.keep(saved, token)
  return saved
}

/** Somebody deleted the row of an account that was just stored. */
function vanished(id: number): ServiceError {
  return new ServiceError('INTERNAL_ERROR', {
    cause: new Error(`account ${id} was stored and cannot be read back`),
  })
}
