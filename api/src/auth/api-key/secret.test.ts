import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isApiKeySecret, newApiKeySecret } from './secret.ts'

describe('the secret of an API key', () => {
  it('holds 32 random bytes and a checksum, in a form that scanners recognise', () => {
    expect(newApiKeySecret(() => Buffer.alloc(32))).toEqual({
      secret: `tvk_live_${'0'.repeat(43)}1LzOPk`,
      hint: 'tvk_live_0000',
    })
    const { secret, hint } = newApiKeySecret(randomBytes)
    expect(secret).toMatch(/^tvk_live_[0-9A-Za-z]{49}$/)
    expect(secret.startsWith(hint)).toBe(true)
    expect(new Set(Array.from({ length: 100 }, () => newApiKeySecret(randomBytes).secret)).size).toBe(100)
  })

  it('has its full length for the largest number', () => {
    const { secret } = newApiKeySecret((bytes) => Buffer.alloc(bytes, 255))
    expect([secret.length, isApiKeySecret(secret)]).toEqual([58, true])
  })

  it.each<[string, (secret: string) => string]>([
    ['one character changed', (secret) => secret.replace(/.(?=.{10}$)/, (c) => (c === 'a' ? 'b' : 'a'))],
    ['another case', (secret) => secret.toUpperCase()],
    ['a space before it', (secret) => ` ${secret}`],
    ['a new line after it', (secret) => `${secret}\n`],
    ['the end cut off', (secret) => secret.slice(0, -1)],
    ['another kind', (secret) => secret.replace('live', 'test')],
  ])('is not recognised with %s', (_what, change) => {
    const { secret } = newApiKeySecret(randomBytes)
    expect([isApiKeySecret(secret), isApiKeySecret(change(secret))]).toEqual([true, false])
  })
})
