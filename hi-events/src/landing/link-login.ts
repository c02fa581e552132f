import { ServiceError } from '@tuvens/contract'
import type { LandingContext as Context } from './context.ts'
import { adopt } from '../linking/have-account.ts'
import { sealCredential } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { countSignInAttempt, findSession, type RememberedSession } from '../session/store.ts'
import { hashOf } from '../session/token.ts'
import type { LoginAnswer } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'

const MAX_ATTEMPTS = 8

/** What a person typed; `accountId` when their login has several accounts. */
export type Credentials = { email: string; password: string; accountId: number | undefined }

/** How an attempt to link a login ended. */
export type Linking =
  | { kind: 'linked' }
  /** The login has several accounts: one has to be named. */
  | { kind: 'several'; accounts: LoginAnswer['accounts'] }
  | { kind: 'wrong' }
  | { kind: 'too-many' }

/**
 * Ties a Hi.Events login to an account: its owner signs in once, which is the only proof we take. An e-mail that matches
 * proves nothing.
 *
 * @throws ServiceError ACCOUNT_CONFLICT, UPSTREAM_UNAVAILABLE
 */
export async function linkLogin(context: Context, token: string, credentials: Credentials): Promise<Linking> {
  const hash = hashOf(token)
  if ((await countSignInAttempt(context.db, hash)) > MAX_ATTEMPTS) return { kind: 'too-many' }
  const remembered = await findSession(context.db, hash)
  if (remembered === undefined) throw new ServiceError('SESSION_EXPIRED')
  const answer = await tryLogin(context, credentials)
  if (answer === null) return { kind: 'wrong' }
  if (answer.token === null) return { kind: 'several', accounts: answer.accounts }
  await tie(context, remembered, { ...credentials, token: answer.token })
  return { kind: 'linked' }
}

async function tryLogin(
  context: Context,
  { email, password, accountId }: Credentials,
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

async function tie(
  context: Context,
  { session }: RememberedSession,
  login: Credentials & { token: string },
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
