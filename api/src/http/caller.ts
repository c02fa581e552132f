import { type ApiScope, HEADERS } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { isIP } from 'node:net'
import { headerOf } from './header.ts'

type ServiceCaller = {
  kind: 'service'
  /** Index, in the list of shared secrets, of the one it used. */
  secretIndex: number
  /** The Tuvens user that the service acts for, by its own account. */
  onBehalfOf: string | undefined
}

export type UserCaller = {
  kind: 'user'
  userId: string
  /** The sign-in of the token; null with an outside issuer. */
  signInId: string | null
  isEmailVerified: boolean
}

export type KeyCaller = {
  kind: 'key'
  keyId: string
  name: string
  scopes: readonly ApiScope[]
  /** The account that the key acts for, and for no other. */
  accountId: string
  accountName: string
  expiresAt: Date | null
  /** Seals what only this key may read again. It goes into no log and no row. */
  secret: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard of the route; null on a route without one. */
    caller: UserCaller | ServiceCaller | KeyCaller | null
  }
}

/** A handler needs a caller that the guards of its route do not establish: a bug in the route. */
export class MissingGuardError extends Error {
  override name = 'MissingGuardError'
}

/**
 * Id of the signed-in user, for routes behind `requireUser`.
 *
 * @throws MissingGuardError
 */
export function userOf(request: FastifyRequest): string {
  return userCallerOf(request).userId
}

/**
 * The signed-in user with their sign-in, for routes behind `requireUser`.
 *
 * @throws MissingGuardError
 */
export function userCallerOf({ caller }: FastifyRequest): UserCaller {
  if (caller?.kind === 'user') return caller
  throw new MissingGuardError('this route needs requireUser')
}

/**
 * The platform, for routes behind `requireApiKey`.
 *
 * @throws MissingGuardError
 */
export function keyCallerOf({ caller }: FastifyRequest): KeyCaller {
  if (caller?.kind === 'key') return caller
  throw new MissingGuardError('this route needs requireApiKey')
}

/**
 * Index of the shared secret that the calling service used, for routes behind `requireService` or `requireSigned`.
 *
 * @throws MissingGuardError
 */
export function secretIndexOf({ caller }: FastifyRequest): number {
  if (caller?.kind === 'service') return caller.secretIndex
  throw new MissingGuardError('this route needs requireService or requireSigned')
}

/**
 * The address of the client. A service names the one it serves, so that a limit counts that client and not the
 * service: strangers could use up what all of its clients have.
 */
export function clientAddressOf(request: FastifyRequest): string {
  const given = headerOf(request, HEADERS.clientAddress)
  const isGiven = request.caller?.kind === 'service' && given !== undefined && isIP(given) !== 0
  return isGiven ? given : request.ip
}
