import {
  type PasswordRequest,
  RECOVERY_CODE_COUNT,
  type SecondFactorRequest,
  type SecondFactorSecret,
  ServiceError,
  type TokenPair,
} from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import { startSignIn } from '../auth/sign-in/start-sign-in.ts'
import { findOneTimeToken, useOneTimeToken } from '../base/one-time-token.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { newRecoveryCode, recoveryHashOf } from './recovery-code.ts'
import {
  countFailure,
  type FactorRow,
  findFactor,
  replaceRecoveryCodes,
  storePendingSecret,
  turnOff,
  turnOn,
  useRecoveryCode,
  useTotpStep,
} from './store.ts'
import { newTotpSecret, totpStepOf, totpUri } from './totp.ts'
import { seal, unseal } from '../base/vault.ts'

/** Makes a secret for an authenticator app. It does not count before a code of it is confirmed. */
export async function start(
  context: AuthContext,
  call: ValidRequest<PasswordRequest>,
): Promise<SecondFactorSecret> {
  const { id, email } = await provePassword(context, call)
  const secret = newTotpSecret(context.random)
  if (!(await storePendingSecret(context.db, id, seal(context, secret))))
    throw new ServiceError('VALIDATION_ERROR', { message: 'Two-step sign-in is on already' })
  return { secret, uri: totpUri(secret, email) }
}

/** Turns two-step sign-in on; returns recovery codes, which are stored as hashes only. */
export async function confirm(
  context: AuthContext,
  { body, request, reply }: ValidRequest<{ code: string }>,
): Promise<{ recovery_codes: string[] }> {
  const userId = userOf(request)
  await context.limits.countOrThrow('secondFactor', userId, reply)
  const factor = await findFactor(context.db, userId)
  if (factor === undefined || factor.is_on || !(await isRightTotp(context, factor, body.code)))
    throw new ServiceError('SECOND_FACTOR_INVALID')
  const { codes, hashes } = newCodes(context)
  if (!(await turnOn(context.db, userId, hashes))) throw new ServiceError('SECOND_FACTOR_INVALID')
  context.mailing.wake()
  context.audit.record({ ...auditOrigin(request), operation: 'turn-second-factor-on', outcome: 'ok', userId })
  return { recovery_codes: codes }
}

/** Makes new recovery codes in place of all that are left. */
export async function replaceCodes(
  context: AuthContext,
  call: ValidRequest<PasswordRequest>,
): Promise<{ recovery_codes: string[] }> {
  const { id: userId } = await provePassword(context, call)
  const { codes, hashes } = newCodes(context)
  if (!(await replaceRecoveryCodes(context.db, userId, hashes)))
    throw new ServiceError('VALIDATION_ERROR', { message: 'Two-step sign-in is off' })
  context.mailing.wake()
  const operation = 'replace-recovery-codes'
  context.audit.record({ ...auditOrigin(call.request), operation, outcome: 'ok', userId })
  return { recovery_codes: codes }
}

function newCodes({ random }: AuthContext) {
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, () => newRecoveryCode(random))
  return { codes, hashes: codes.map((code) => recoveryHashOf(code).toString('hex')) }
}

export async function remove(context: AuthContext, call: ValidRequest<PasswordRequest>): Promise<void> {
  const { id: userId } = await provePassword(context, call)
  await turnOff(context.db, userId)
  context.mailing.wake()
  const operation = 'turn-second-factor-off'
  context.audit.record({ ...auditOrigin(call.request), operation, outcome: 'ok', userId })
}

/** The second step of a sign-in: a code of the app or a recovery code, each of which works once. */
export async function finish(
  context: AuthContext,
  { body, request, reply }: ValidRequest<SecondFactorRequest>,
): Promise<TokenPair> {
  const use = { hash: tokenHashOf(body.second_factor_token), purpose: 'second_factor' } as const
  const userId = (await findOneTimeToken(context.db, use))?.user_id ?? null
  if (userId === null) throw new ServiceError('MAILED_LINK_INVALID', { message: 'Sign in again' })
  await context.limits.countOrThrow('secondFactor', userId, reply)
  const factor = await findFactor(context.db, userId)
  const isRight = factor?.is_on === true && (await isRightCode(context, factor, body.code))
  const outcome = isRight ? 'ok' : 'SECOND_FACTOR_INVALID'
  context.audit.record({ ...auditOrigin(request), operation: 'second-factor', outcome, userId })
  if (!isRight) {
    await countFailure(context.db, use.hash)
    throw new ServiceError('SECOND_FACTOR_INVALID')
  }
  if ((await useOneTimeToken(context.db, use)) === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  const { id, email, name } = factor
  return startSignIn(context, { id, email, name }, request)
}

async function isRightCode(context: AuthContext, factor: FactorRow, given: string): Promise<boolean> {
  const code = given.replaceAll(' ', '')
  if (/^\d{6}$/.test(code)) return isRightTotp(context, factor, code)
  return useRecoveryCode(context.db, factor.id, recoveryHashOf(code))
}

async function isRightTotp(
  { secrets, clock, db }: AuthContext,
  { id, totp_secret: sealed }: FactorRow,
  code: string,
): Promise<boolean> {
  const secret = sealed === null ? undefined : unseal(secrets, sealed)
  const step = secret === undefined ? null : totpStepOf(secret, code, clock.now())
  return step !== null && (await useTotpStep(db, id, step))
}
