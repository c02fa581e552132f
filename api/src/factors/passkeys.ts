import {
  type AddPasskeyRequest,
  type Passkey,
  type NewPasskey,
  type PasskeyLoginRequest,
  ServiceError,
  type TokenPair,
} from '@tuvens/contract'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import { startSignIn } from '../auth/sign-in/start-sign-in.ts'
import { type Purpose, insertOneTimeToken, useOneTimeToken } from '../base/one-time-token.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import {
  findPasskey,
  insertPasskey,
  listCredentialIds,
  listPasskeys,
  type StoredPasskey,
  usePasskey,
} from './passkey-store.ts'
import { asAuthentication, asRegistration } from './passkey-response.ts'

const CHALLENGE_MINUTES = 5

/** Passkeys belong to the host of the event site, where people sign in. */
const relyingPartyOf = ({ config }: AuthContext) => ({
  expectedOrigin: new URL(config.siteUrl).origin,
  expectedRPID: new URL(config.siteUrl).hostname,
})

export async function startAdding(context: AuthContext, call: ValidRequest<{ password: string }>) {
  const { id, email, name } = await provePassword(context, call)
  const known = await listCredentialIds(context.db, id)
  const options = await generateRegistrationOptions({
    rpName: 'Tuvens',
    rpID: relyingPartyOf(context).expectedRPID,
    userName: email,
    userDisplayName: name,
    userID: new TextEncoder().encode(`tuvens:${id}`),
    attestationType: 'none',
    excludeCredentials: known.map((each) => ({ id: each })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await remember(context, { challenge: options.challenge, purpose: 'add_passkey', userId: id })
  return { ...options }
}

export async function add(
  context: AuthContext,
  { body, request }: ValidRequest<AddPasskeyRequest>,
): Promise<Passkey> {
  const userId = userOf(request)
  const credential = await registeredCredential(context, userId, body.passkey)
  const { id: credentialId, counter, transports = [] } = credential
  const publicKey = Buffer.from(credential.publicKey)
  const id = await insertPasskey(context.db, {
    userId,
    name: body.name,
    credentialId,
    publicKey,
    counter,
    transports,
  })
  const added = (await listPasskeys(context.db, userId)).find((each) => each.id === id)
  if (added === undefined) throw new ServiceError('PASSKEY_INVALID')
  context.mailing.wake()
  context.audit.record({ ...auditOrigin(request), operation: 'add-passkey', outcome: 'ok', userId })
  return added
}

async function registeredCredential(context: AuthContext, userId: string, passkey: NewPasskey) {
  const given = asRegistration(passkey)
  const verified = await verifyRegistrationResponse({
    response: given,
    expectedChallenge: (challenge) => use(context, { challenge, purpose: 'add_passkey', userId }),
    ...relyingPartyOf(context),
    requireUserVerification: true,
  }).catch(refuse)
  return verified.verified ? verified.registrationInfo.credential : refuse(undefined)
}

export async function startLogin(
  context: AuthContext,
  { request, reply }: Omit<ValidRequest<undefined>, 'body'>,
) {
  await context.entrances.admit('passkey', { address: request.ip }, reply)
  const rpID = relyingPartyOf(context).expectedRPID
  const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
  await remember(context, { challenge: options.challenge, purpose: 'use_passkey', userId: null })
  return { ...options }
}

/** Signs in with a passkey. It is bound to a device and its unlocking, so there is no second step. */
export async function login(
  context: AuthContext,
  { body, request, reply }: ValidRequest<PasskeyLoginRequest>,
): Promise<TokenPair> {
  await context.entrances.admit('passkey', { address: request.ip }, reply)
  const passkey = await findPasskey(context.db, body.id)
  const isRight = passkey !== undefined && (await isGenuine(context, passkey, body))
  const outcome = isRight ? 'ok' : 'PASSKEY_INVALID'
  context.audit.record({
    ...auditOrigin(request),
    operation: 'passkey',
    outcome,
    userId: passkey?.id ?? null,
  })
  if (!isRight) throw new ServiceError('PASSKEY_INVALID')
  const { id, email, name } = passkey
  return startSignIn(context, { id, email, name }, request)
}

async function isGenuine(
  context: AuthContext,
  passkey: StoredPasskey,
  response: PasskeyLoginRequest,
): Promise<boolean> {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: asAuthentication(response),
    expectedChallenge: (challenge) => use(context, { challenge, purpose: 'use_passkey' }),
    ...relyingPartyOf(context),
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: Uint8Array.from(passkey.public_key),
      counter: Number(passkey.counter),
    },
  }).catch(refuse)
  return verified && (await usePasskey(context.db, passkey.passkey_id, authenticationInfo.newCounter))
}

type Challenge = { challenge: string; purpose: Purpose; userId: string | null }

async function remember({ db }: AuthContext, { challenge, purpose, userId }: Challenge): Promise<void> {
  await insertOneTimeToken(db, { hash: tokenHashOf(challenge), purpose, userId, minutes: CHALLENGE_MINUTES })
}

/** A challenge is used up by the answer to it, right or wrong. */
async function use(
  { db }: AuthContext,
  { challenge, ...rest }: { challenge: string; purpose: Purpose; userId?: string },
) {
  return (await useOneTimeToken(db, { hash: tokenHashOf(challenge), ...rest })) !== undefined
}

/** The library throws for whatever a browser could have sent wrongly. */
function refuse(cause: unknown): never {
  throw new ServiceError('PASSKEY_INVALID', { cause })
}
