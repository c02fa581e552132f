import { SessionToken } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'

/** SHA-256 of a session token: the only form in which the database holds it. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Whether a value has the form of a session token; a look-up is not worth it otherwise. */
export function isSessionToken(text: unknown): text is string {
  return Value.Check(SessionToken, text)
}
