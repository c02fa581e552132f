import type { FastifyRequest } from 'fastify'

export type UserCaller = { kind: 'user'; userId: string }
export type ServiceCaller = {
  kind: 'service'
  /** Which of the shared secrets it knew: its place in the list. */
  secret: number
  /** The Tuvens user it says it acts for. */
  onBehalfOf: string | undefined
}
export type Caller = UserCaller | ServiceCaller

declare module 'fastify' {
  interface FastifyRequest {
    /** Who a guard found to be calling; null where no guard stands. */
    caller: Caller | null
  }
}

/** The signed-in user of a route that `requireUser` guards. */
export function userOf({ caller }: FastifyRequest): string {
  if (caller?.kind === 'user') return caller.userId
  throw new TypeError('a route that needs a user has no requireUser guard')
}

/** Which shared secret the calling service knew, of a route that `requireService` or `requireSigned` guards. */
export function secretOf({ caller }: FastifyRequest): number {
  if (caller?.kind === 'service') return caller.secret
  throw new TypeError('a route that needs a service has no service guard')
}
