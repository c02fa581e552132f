import { ServiceError } from '@tuvens/contract'
import secureJsonParse from 'secure-json-parse'

const MAX_DEPTH = 32
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** A `\u0000` escape: PostgreSQL cannot store it and no text of people holds one. */
const NUL_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\u0000/

/**
 * Parses a JSON body that came from outside.
 *
 * @throws ServiceError VALIDATION_ERROR for invalid UTF-8, NUL, nesting over 32, `__proto__`, and what is not JSON
 */
export function parseJsonBody(raw: Buffer): unknown {
  const text = decode(raw)
  if (text.includes('\0') || NUL_ESCAPE.test(text)) throw invalid('The body holds a NUL character')
  if (depthOf(text) > MAX_DEPTH) throw invalid(`The body is nested deeper than ${MAX_DEPTH} levels`)
  try {
    return secureJsonParse(text)
  } catch (cause) {
    throw invalid('The body is not valid JSON', cause)
  }
}

function decode(raw: Buffer): string {
  try {
    return utf8.decode(raw)
  } catch (cause) {
    throw invalid('The body is not valid UTF-8', cause)
  }
}

function invalid(message: string, cause?: unknown): ServiceError {
  return new ServiceError('VALIDATION_ERROR', { details: [{ field: 'body', message }], cause })
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
