import { ServiceError } from '@tuvens/contract'
import { saveSignedInLogin } from '../provisioning/ensure-account.ts'
import { sealCredential, type StoredCredential } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { countSignInAttempt } from '../session/store.ts'
import { hashOf } from '../session/token.ts'
import type { LoginAnswer } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { ContinuedLanding } from './choose.ts'
import type { LandingContext } from './context.ts'

const MAX_ATTEMPTS = 8

/** What the organiser typed and ticked; `accountId` is chosen when the login has several accounts. */
export type TypedCredentials = {
  email: string
  password: string
  accountId: number | undefined
  shouldKeepPassword: boolean
}

/** Why a login was not attached, for the organiser; `accounts` are those to choose from. */
type AttachRefusal = { error: string; accounts?: LoginAnswer['accounts'] }

const TOO_MANY = 'There were too many attempts. Go back to your event and start again.'
const WRONG_PASSWORD = 'E-mail or password is not right. Check both and try again.'
const CHOOSE_ACCOUNT = 'This login has several accounts. Choose one and enter the password again.'

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
  if ((await countSignInAttempt(context.db, hashOf(token))) > MAX_ATTEMPTS) return { error: TOO_MANY }
  const login = await tryLogin(context, credentials, clientIp)
  if (login === null) return { error: WRONG_PASSWORD }
  await context.guesses.succeed(guess)
  if (login.token === null) return { error: CHOOSE_ACCOUNT, accounts: login.accounts }
  await attachToAccount(context, session.account_id, { ...credentials, token: login.token })
  return null
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
  id: number,
  { password, token, shouldKeepPassword }: TypedCredentials & { token: string },
): StoredCredential {
  return shouldKeepPassword
    ? { kind: 'kept-password', sealed: sealCredential(vault, id, password) }
    : { kind: 'token', sealed: sealCredential(vault, id, token) }
}

async function attachToAccount(
  context: LandingContext,
  id: number,
  login: TypedCredentials & { token: string },
): Promise<void> {
  await context.lock([`account:${id}`, `email:${login.email.toLowerCase()}`], async () => {
    const account = await findAccount(context.db, id)
    if (account === undefined) throw new ServiceError('SESSION_EXPIRED')
    await saveSignedInLogin(context, account, {
      token: login.token,
      email: login.email,
      credential: credentialOf(context, id, login),
    })
  })
}
