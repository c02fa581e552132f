import { type Route, ServiceError } from '@tuvens/contract'
import type { StoredUser } from './world.ts'

type RouteCall = {
  query: URLSearchParams
  body: Record<string, unknown>
  /** The body of a call that sends a file. */
  bytes: Buffer
  user: StoredUser | null
  /** The first parameter of the path, and the one after it. */
  id: string
  second: string
  ifMatch: string | undefined
}
type RouteHandler = (call: RouteCall) => unknown
export type StandInRoute = { method: string; pattern: RegExp; status: number; handler: RouteHandler }

export function route({ method, path, success }: Route, handler: RouteHandler): StandInRoute {
  const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '([\\w-]{1,40})')}$`)
  return { method, pattern, status: success.status, handler }
}

export function member(user: StoredUser | null): StoredUser {
  if (user === null) throw new ServiceError('AUTHENTICATION_REQUIRED')
  return user
}
