import { ServiceError } from '@tuvens/contract'
import { parseStrictJson } from '@tuvens/platform/http/json-body'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import { SIGNATURE_ALGORITHMS } from './strong-key.ts'

const MAX_TOKEN_LENGTH = 8192
const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/
const Header = Type.Object({
  alg: Type.String(),
  typ: Type.String(),
  kid: Type.Optional(Type.String({ maxLength: 256 })),
})

/**
 * Checks the header of an access token before any key is looked up: a token that cannot be valid costs no request to the
 * issuer. A critical extension (`crit`) is refused, because none is understood here.
 *
 * @throws ServiceError TOKEN_INVALID
 */
export function checkTokenHeader(token: string, types: readonly string[]): void {
  const isCompact = token.length <= MAX_TOKEN_LENGTH && COMPACT.test(token)
  const parsed = isCompact ? parseStrictJson(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url')) : null
  const header = parsed !== null && 'value' in parsed ? parsed.value : null
  if (!Check(Header, header) || 'crit' in header || !SIGNATURE_ALGORITHMS.includes(header.alg))
    throw new ServiceError('TOKEN_INVALID')
  if (!types.includes(mediaTypeOf(header.typ)))
    throw new ServiceError('TOKEN_INVALID', { message: 'This is not an access token' })
}

/** `application/at+jwt` and `AT+JWT` are `at+jwt` (RFC 7515 4.1.9). */
export function mediaTypeOf(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '')
}
