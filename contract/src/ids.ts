import { type TSchema, Type } from 'typebox'

/** A Tuvens event, user or link id: a positive bigint as a decimal string (`"11"`). */
export const Id = Type.String({ pattern: '^[1-9][0-9]{0,17}$', description: 'positive integer as a string' })
/** A Tuvens account id or a Hi.Events id: a positive integer that JSON numbers hold exactly. */
export const IntId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
/** RFC 3339 instant with milliseconds, in UTC. */
export const Instant = Type.String({ format: 'date-time', maxLength: 40 })
/** IANA zone name, e.g. `Europe/Amsterdam`. */
export const Timezone = Type.String({ minLength: 1, maxLength: 64 })
/** An http or https URL. */
export const HttpUrl = Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2048 })
/** An e-mail address; at most 254 characters (RFC 5321). */
export const Email = Type.String({ format: 'email', maxLength: 254 })
/** 32 random bytes, base64url: the secret in a mailed link, or of the second step of a sign-in. It works once. */
export const OneTimeToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
/** The path of a page of the event site. Without a query, it holds no secret and leads to no other site. */
export const PagePath = Type.String({ pattern: '^(/[A-Za-z0-9_-]{1,40}){1,6}$' })
/** Text of people: no control characters but new lines and tabs. */
export function Text(maxLength: number, minLength = 0) {
  return Type.String({
    minLength,
    maxLength,
    pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
  })
}

/** `T` or JSON null. */
export function Nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

/** Our bodies and queries refuse unknown fields. */
export const STRICT = { additionalProperties: false } as const

/** Trace and span that caused something (W3C Trace Context, `traceparent`). */
export const Traceparent = Type.String({ pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' })

/**
 * Whether a cursor of the form `time~…` begins with a time that exists: a pattern alone would let the 31st of February
 * through to the database.
 */
export function hasRealTime(cursor: string): boolean {
  const seconds = cursor.slice(0, 19)
  const time = new Date(`${seconds}Z`)
  return (
    !Number.isNaN(time.getTime()) &&
    time.toISOString().startsWith(seconds) &&
    /^\.\d{6}Z~/.test(cursor.slice(19))
  )
}
