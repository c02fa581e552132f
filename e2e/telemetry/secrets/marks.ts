import { randomBytes } from 'node:crypto'
import type { LineCall } from '../../harness/faulty-line.ts'

/** Values that must not be written anywhere, each with what it is. */
export type Marks = Map<string, string>

/** The kind of an address of a person, the only one that some columns are for. */
export const EMAIL = 'e-mail address'

/** A value that stands in no text by itself. */
export const mark = (kind: string) => `marked-${kind}-${randomBytes(16).toString('hex')}`

/** As random bytes in base64url look: the tokens of our own. */
export const tokenMark = () => randomBytes(32).toString('base64url')

const SHORTEST = 12

/** Remembers a value, and its parts when it is a header or a cookie with several. */
export function addMark(marks: Marks, kind: string, value: string): void {
  if (value.length >= SHORTEST) marks.set(value, kind)
}

/** Fields of JSON that hold a secret, in all messages between the services. */
const SECRET_FIELD = /"(\w*(?:token|password|secret|verifier|session_identifier|signature))":"([^"\\]+)"/gi

/** The secrets of a message: its credentials, its cookies and the fields of its body. */
export function addMarksOf(marks: Marks, { headers, body }: Pick<LineCall, 'headers' | 'body'>): void {
  for (const [name, given] of Object.entries(headers)) {
    const value = [given ?? []].flat().join('; ')
    if (/authorization|cookie/.test(name))
      for (const part of value.split(/[\s;,]+/)) addMark(marks, name, part.replace(/^[\w.-]+=(?=.)/, ''))
    if (/signature|token|secret/.test(name)) addMark(marks, name, value)
  }
  for (const [, field = '', value = ''] of body.matchAll(SECRET_FIELD)) addMark(marks, field, value)
}
