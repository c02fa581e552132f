import { ServiceError } from '@tuvens/contract'
import type { BaseContext } from '../base/context.ts'
import { seal, unseal } from '../base/vault.ts'

const BYTES = 32
const PURPOSE = 'tuvens webhook secret'

/** A new signing secret (Standard Webhooks): as it is shown once, and as it is stored. */
export function newSigningSecret(context: Pick<BaseContext, 'secrets' | 'random'>) {
  if (context.secrets.signingKeys.length === 0)
    throw new ServiceError('BUSINESS_RULE', {
      message: 'The operator of this platform has to set AUTH_SIGNING_KEYS first',
    })
  const secret = `whsec_${context.random(BYTES).toString('base64')}`
  return { secret, sealed: seal(context, secret, PURPOSE) }
}

/** @throws Error when no key of the settings opens it */
export function openSigningSecret(secrets: BaseContext['secrets'], sealed: Buffer): string {
  const secret = unseal(secrets, sealed, PURPOSE)
  if (secret === undefined) throw new Error('No key of AUTH_SIGNING_KEYS opens a signing secret')
  return secret
}

/** Encrypted with the first key; undefined when it is already, or no key opens it. */
export function resealSigningSecret(
  context: Pick<BaseContext, 'secrets' | 'random'>,
  sealed: Buffer,
): Buffer | undefined {
  const [first, ...older] = context.secrets.signingKeys
  if (first === undefined || unseal({ signingKeys: [first] }, sealed, PURPOSE) !== undefined) return undefined
  const secret = unseal({ signingKeys: older }, sealed, PURPOSE)
  return secret === undefined ? undefined : seal(context, secret, PURPOSE)
}
