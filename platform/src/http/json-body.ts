import { ServiceError } from '@tuvens/contract'
import secureJsonParse from 'secure-json-parse'
import { isWellFormed, namesTwice } from './json-ambiguity.ts'

const MAX_DEPTH = 32
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** A `\u0000` escape: PostgreSQL cannot store it and no person writes one. */
const NUL_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\u0000/

/** The escape of a code unit that is a character only as one of two. */
const HIGH_ESCAPE = /\\u[dD][89a-fA-F]/

/** The parsed value, or what is wrong with the text, as the end of a sentence: `is not valid JSON`. */
export type JsonResult = { value: unknown } | { problem: string; cause?: unknown }

/**
 * Parses JSON that came from outside: refuses invalid UTF-8, NUL, nesting deeper than 32 levels, `__proto__`,
 * `constructor.prototype`, and what is not JSON.
 */
export function parseStrictJson(raw: Buffer): JsonResult {
  const { stackTraceLimit } = Error
  // Text that is no JSON is an expected outcome: nothing reads the stack trace of the parser's error.
  Error.stackTraceLimit = 0
  try {
    const text = utf8.decode(raw)
    if (text.includes('\0') || NUL_ESCAPE.test(text)) return { problem: 'holds a NUL character' }
    if (depthOf(text) > MAX_DEPTH) return { problem: `is nested deeper than ${MAX_DEPTH} levels` }
    return { value: secureJsonParse(text) }
  } catch (cause) {
    return { problem: cause instanceof TypeError ? 'is not valid UTF-8' : 'is not valid JSON', cause }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/**
 * Parses the JSON body of a request. It is also refused when two readers could understand it differently (RFC 7493): a
 * name that is given twice, or half a surrogate pair, which is not a character.
 *
 * @throws ServiceError VALIDATION_ERROR with the reason
 */
export function parseJsonBody(raw: Buffer): unknown {
  const result = parseStrictJson(raw)
  if (!('value' in result)) throw refusalOf(result.problem, result.cause)
  const text = raw.toString()
  if (text.startsWith('\ufeff')) throw refusalOf('begins with a byte order mark')
  if (namesTwice(text)) throw refusalOf('names a field twice')
  if (HIGH_ESCAPE.test(text) && !isWellFormed(result.value)) throw refusalOf('holds half a surrogate pair')
  return result.value
}

function refusalOf(problem: string, cause?: unknown): ServiceError {
  return new ServiceError('VALIDATION_ERROR', {
    details: [{ field: 'body', message: `The body ${problem}` }],
    cause,
  })
}

/** Deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') inString = !inString
    else if (inString && char === '\\') at++
    else if (!inString && (char === '{' || char === '[')) deepest = Math.max(deepest, ++depth)
    else if (!inString && (char === '}' || char === ']')) depth--
  }
  return deepest
}
