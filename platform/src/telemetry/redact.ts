import { hideFields } from './redact-fields.ts'

/**
 * What a log line, a span or an error report must not hold. Errors carry texts of other programs: the message of a
 * database error quotes a value, that of a failed call an address. Each pattern is linear in the length of the text.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\w:\/\/[^\s:/@"]{0,64}):[^\s/@"]{1,256}@/g, '$1:[secret]@'],
  [/\b(Bearer|Basic)(\s{1,3}|%20|\+)[\w.~+/=%-]+/gi, '$1$2[secret]'],
  // API keys: not each of them has a digit.
  [/tvk_(?:live|test)_\w*/g, '[secret]'],
  // JSON Web Tokens.
  [/\beyJ[\w.-]*/g, '[secret]'],
]

/** As long as random bytes in hex or base64url, such as session tokens. */
const SECRET_LENGTH = 40
const TRACEPARENT = /^\d\d-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** A text without the secrets and e-mail addresses that can be recognised in it. */
export function redact(text: string): string {
  return PATTERNS.reduce(
    (kept, [pattern, replacement]) => kept.replace(pattern, replacement),
    hideFields(text),
  )
    .replace(/[\p{L}\p{M}\p{N}_.%+@-]+/gu, (word) => (isAddress(word) ? '[e-mail]' : word))
    .replace(/[\w-]+/g, (word) => (isSecret(word) ? '[secret]' : word))
}

/** `@fastify/cookie` of a stack has no local part. */
function isAddress(word: string): boolean {
  return word.search(/@|%(?:25){0,3}40/) > 0
}

function isSecret(word: string): boolean {
  return word.length >= SECRET_LENGTH && /\d/.test(word) && !TRACEPARENT.test(word)
}
