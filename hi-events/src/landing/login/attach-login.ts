import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import { saveSignedInLogin } from '../../provisioning/ensure-account.ts'
import { hasLogin, sealCredential, type StoredCredential } from '../../mapping/account.ts'
import { findAccount } from '../../mapping/store.ts'
import { countSignInAttempt } from '../../session/store.ts'
import { hashOf } from '../../session/token.ts'
import type { LoginAnswer } from '../../upstream/answers.ts'
import { isUpstream } from '../../upstream/errors.ts'
import type { ContinuedLanding } from '../choose.ts'
import type { LandingContext } from '../context.ts'
import { SIGN_IN_PATH } from '../proceed.ts'

const MAX_ATTEMPTS = 8

/** What the organiser typed and ticked; `accountId` is chosen when the login has several accounts. */
export type TypedCredentials = {
  email: string
  password: string
  accountId: number | undefined
  shouldKeepPassword: boolean
}

/** Why a login was not attached; `accounts` are those to choose from. */
type AttachRefusal = {
  reason: 'tooMany' | 'wrongPassword' | 'otherLogin' | 'chooseAccount'
  accounts?: LoginAnswer['accounts']
}

/**
 * Attaches a Hi.Events login to an account. The only accepted proof of ownership is to sign in with it once; an equal e-mail
 * address proves nothing.
 *
 * @returns why it was not attached, or null
 * @throws ServiceError RATE_LIMITED, ACCOUNT_CONFLICT, UPSTREAM_UNAVAILABLE
 */
export async function attachLogin(
  context: LandingContext,
  { token, session }: ContinuedLanding,
  { clientIp, ...credentials }: TypedCredentials & { clientIp: string },
): Promise<AttachRefusal | null> {
  const guess = { address: clientIp, target: credentials.email }
  await context.entrances.admit('signIn', { ...guess, person: session.user_id })
  await context.guesses.begin(guess)
  if ((await countSignInAttempt(context.db, hashOf(token))) > MAX_ATTEMPTS) return { reason: 'tooMany' }
  const login = await tryLogin(context, credentials, clientIp)
  if (login === null) return { reason: 'wrongPassword' }
  await context.guesses.succeed(guess)
  const { token: loginToken, accounts } = login
  if (loginToken === null) return { reason: 'chooseAccount', accounts }
  const isAttached = await attachToAccount(context, session, {
    ...credentials,
    clientIp,
    token: loginToken,
  })
  return isAttached ? null : { reason: 'otherLogin' }
}

async function tryLogin(
  context: LandingContext,
  { email, password, accountId }: TypedCredentials,
  clientIp: string,
): Promise<LoginAnswer | null> {
  try {
    const account = accountId === undefined ? {} : { account_id: accountId }
    return await context.hiEvents.login({ email, password, ...account }, clientIp)
  } catch (error) {
    if (isUpstream(error, 'unauthorised', 'refused', 'forbidden')) return null
    if (isUpstream(error, 'limited'))
      throw new ServiceError('RATE_LIMITED', { retryAfter: error.retryAfter ?? 60 })
    throw error
  }
}

/** The password was used once for signing in; it is stored only for a person who asks for it (spec 7.2.3). */
function credentialOf(
  { vault }: LandingContext,
  { id, userId }: { id: number; userId: string },
  { password, token, shouldKeepPassword }: TypedCredentials & { token: string },
): StoredCredential {
  return shouldKeepPassword
    ? { kind: 'kept-password', sealed: sealCredential(vault, id, password), userId }
    : { kind: 'token', sealed: sealCredential(vault, id, token), userId }
}

/** Only owners and admins give an account another login than it has. @returns whether the login was attached */
async function attachToAccount(
  context: LandingContext,
  { account_id: id, user_id: userId, permissions }: ValidatedSession,
  login: TypedCredentials & { token: string; clientIp: string },
): Promise<boolean> {
  return context.lock([`account:${id}`, `email:${login.email.toLowerCase()}`], async () => {
    const account = await findAccount(context.db, id)
    if (account === undefined) throw new ServiceError('SESSION_EXPIRED')
    const me = await context.hiEvents.me(login.token)
    const isOther = hasLogin(account) && account.hiAccountId !== me.account_id
    if (isOther && !permissions.includes('manage_members')) return false
    await saveSignedInLogin(context, account, {
      token: login.token,
      isNew: false,
      me,
      email: login.email,
      credential: credentialOf(context, { id, userId }, login),
      by: { userId, path: SIGN_IN_PATH, address: login.clientIp },
    })
    return true
  })
}
