import { Type } from 'typebox'

const Word = Type.Object({ word: Type.String() })

/** A route that takes a body and gives it back, for tests of the server. */
export const ECHO = {
  method: 'POST',
  path: '/echo',
  summary: 'For these tests',
  auth: 'none',
  body: Word,
  success: { status: 200, body: Word },
  errors: ['VALIDATION_ERROR'],
} as const

/** The request line and the first headers of a call of it, as bytes on a connection. */
export const ECHO_HEAD = 'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
