/** Fields whose text is a secret, wherever they stand in a line. */
const SECRET_FIELDS =
  'authorization|code_verifier|cookie|password|secret|session_token|set-cookie|token|access_token|refresh_token'

/**
 * What a log line, a span or an error report must not hold. Errors carry texts of other programs: the message of a
 * database error quotes a value, that of a failed call an address. Each pattern is linear in the length of the text.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // A field of JSON, also of JSON in a text of JSON.
  [new RegExp(`(\\\\*")(${SECRET_FIELDS})\\1:\\s?\\1(?:(?!(?<!\\\\)\\1).)*\\1`, 'gi'), '$1$2$1:$1[secret]$1'],
  // A parameter of an address or a form, and a cookie.
  [/((?:token|secret|password|code_verifier|cookie|signature)=)[^\s&"'#;\\]+/gi, '$1[secret]'],
  [/(\w:\/\/[^\s:/@"]{0,64}):[^\s/@"]{1,256}@/g, '$1:[secret]@'],
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, '$1 [secret]'],
  // JSON Web Tokens.
  [/\beyJ[\w.-]*/g, '[secret]'],
]

/** As long as random bytes in hex or base64url, such as session tokens. */
const SECRET_LENGTH = 40
const TRACEPARENT = /^\d\d-[0-9a-f]{32}-[0-9a-f]{16}-/

/** A text without the secrets and e-mail addresses that can be recognised in it. */
export function redact(text: string): string {
  return PATTERNS.reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), text)
    .replace(/[\w.%+@-]+/g, (word) => (isAddress(word) ? '[e-mail]' : word))
    .replace(/[\w-]+/g, (word) => (isSecret(word) ? '[secret]' : word))
}

/** `@fastify/cookie` of a stack has no local part. */
function isAddress(word: string): boolean {
  return word.indexOf('@') > 0 || word.indexOf('%40') > 0
}

function isSecret(word: string): boolean {
  return word.length >= SECRET_LENGTH && /\d/.test(word) && !TRACEPARENT.test(word)
}
