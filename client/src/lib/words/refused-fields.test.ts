import { describe, expect, it } from 'vitest'
import { refusedField } from './refused-fields.ts'

describe('what a refused field is told', () => {
  it.each([
    ['email', 'email must match format "email"', 'Correct the e-mail address'],
    ['name', 'name must match pattern "^[^\\u0000]*$"', 'Correct the name'],
    ['passkey.id', 'passkey.id is not a field of this request', 'Correct the text'],
    [
      'password',
      'That is one of the first that others would try',
      'That is one of the first that others would try',
    ],
  ])('%s: %s', (field, message, words) => {
    expect(refusedField({ field, message })).toBe(words)
  })
})
