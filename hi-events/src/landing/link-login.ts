import { ServiceError } from '@tuvens/contract'
import { adopt } from '../provisioning/ensure-account.ts'
import { sealCredential } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { countSignInAttempt, findSession, type RememberedSession } from '../session/store.ts'
import { hashOf } from '../session/token.ts'
import type { LoginAnswer } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { LandingContext } from './context.ts'

const MAX_ATTEMPTS = 8

/** What the organiser typed; `accountId` is chosen when the login has several accounts. */
export type TypedCredentials = { email: string; password: string; accountId: number | undefined }

/** The result of an attempt to link a login. */
export type LinkLoginResult =
  | { kind: 'linked' }
  /** The login has several accounts: the organiser has to choose one. */
  | { kind: 'several'; accounts: LoginAnswer['accounts'] }
  | { kind: 'wrong' }
  | { kind: 'too-many' }

/**
 * Links a Hi.Events login to an account. The only accepted proof of ownership is to sign in with it once; an equal e-mail
 * address proves nothing.
 *
 * @throws ServiceError ACCOUNT_CONFLICT, UPSTREAM_UNAVAILABLE
 */
export async function linkLogin(
  context: LandingContext,
  token: string,
  credentials: TypedCredentials,
): Promise<LinkLoginResult> {
  const hash = hashOf(token)
  if ((await countSignInAttempt(context.db, hash)) > MAX_ATTEMPTS) return { kind: 'too-many' }
  const remembered = await findSession(context.db, hash)
  if (remembered === undefined) throw new ServiceError('SESSION_EXPIRED')
  const login = await tryLogin(context, credentials)
  if (login === null) return { kind: 'wrong' }
  if (login.token === null) return { kind: 'several', accounts: login.accounts }
  await linkToAccount(context, remembered, { ...credentials, token: login.token })
  return { kind: 'linked' }
}

async function tryLogin(
  context: LandingContext,
  { email, password, accountId }: TypedCredentials,
): Promise<LoginAnswer | null> {
  try {
    return await context.hiEvents.login({
      email,
      password,
      ...(accountId !== undefined && { account_id: accountId }),
    })
  } catch (error) {
    if (isUpstream(error, 'unauthorised', 'refused', 'forbidden')) return null
    throw error
  }
}

async function linkToAccount(
  context: LandingContext,
  { session }: RememberedSession,
  login: TypedCredentials & { token: string },
): Promise<void> {
  const id = session.account_id
  await context.lock([`account:${id}`, `email:${login.email.toLowerCase()}`], async () => {
    const account = await findAccount(context.db, id)
    if (account === undefined) throw new ServiceError('SESSION_EXPIRED')
    await adopt(context, account, {
      token: login.token,
      email: login.email,
      credential: sealCredential(context.vault, id, login.password),
    })
  })
}
