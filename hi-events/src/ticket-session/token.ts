import { hashOf } from '../session/token.ts'

const TOKEN_BYTES = 32
const FORM = /^[A-Za-z0-9_-]{43}$/

/** The value that a browser holds: 32 random bytes, which say nothing. */
export function createTicketToken(random: (bytes: number) => Buffer): string {
  return random(TOKEN_BYTES).toString('base64url')
}

/** Whether a value has the form of one of ours; a look-up is not worth it otherwise. A token of the ticket system has not. */
export function isTicketToken(value: string): boolean {
  return FORM.test(value)
}

export { hashOf }
