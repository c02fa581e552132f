import { SessionToken } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'

/** SHA-256 of a session token: the only form of it in a row. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Whether text has the form of a session token; anything else is refused before any look-up. */
export function isSessionToken(text: unknown): text is string {
  return Value.Check(SessionToken, text)
}
