import { describe, expect, it } from 'vitest'
import vectors from '../../test-support/vectors/issuer-keys.json' with { type: 'json' }
import { isStrongKey } from './strong-key.ts'

/** Keys in the style of Project Wycheproof, made for this table. */
describe('a published key', () => {
  it.each(vectors)('$name: strong is $isStrong', ({ jwk, isStrong }) => {
    expect(isStrongKey(jwk)).toBe(isStrong)
  })
})
