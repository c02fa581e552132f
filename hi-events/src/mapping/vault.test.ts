import { describe, expect, it } from 'vitest'
import { createVault, VaultError } from './vault.ts'

const [OLD, NEW] = ['an-old-key-of-the-tests', 'a-new-key-of-the-tests']

describe('the vault', () => {
  it('opens what it sealed, for the same purpose', () => {
    const vault = createVault([NEW])
    expect(vault.open(vault.seal('päss wörd', 'account 7'), 'account 7')).toBe('päss wörd')
  })

  it('never seals the same text the same way, and shows none of it', () => {
    const vault = createVault([NEW])
    const [one, two] = [vault.seal('secret', 'x'), vault.seal('secret', 'x')]
    expect(one.equals(two)).toBe(false)
    expect(one.includes('secret')).toBe(false)
  })

  it('still opens what an older key sealed after a new one was put in front', () => {
    const sealed = createVault([OLD]).seal('secret', 'x')
    expect(createVault([NEW, OLD]).open(sealed, 'x')).toBe('secret')
    expect(() => createVault([OLD]).open(createVault([NEW, OLD]).seal('secret', 'x'), 'x')).toThrow(
      VaultError,
    )
  })

  it('does not open what was sealed for another purpose, so that rows cannot be swapped', () => {
    const vault = createVault([NEW])
    expect(() => vault.open(vault.seal('secret', 'account 7'), 'account 8')).toThrow(VaultError)
  })

  it('does not open what was altered, cut, or made with a key that is gone', () => {
    const vault = createVault([NEW])
    const sealed = vault.seal('secret', 'x')
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(() => vault.open(altered, 'x'), `byte ${at}`).toThrow(VaultError)
      expect(() => vault.open(sealed.subarray(0, at), 'x'), `cut at ${at}`).toThrow(VaultError)
    }
    expect(() => createVault([OLD]).open(sealed, 'x')).toThrow(/not in CREDENTIALS_KEY/)
  })

  it('derives one secret from each key, the first key first, and another for each purpose', () => {
    const [old] = createVault(['old key']).derive('a')
    const [first, second, ...more] = createVault(['new key', 'old key']).derive('a')
    expect([second, more]).toEqual([old, []])
    expect(first).not.toBe(old)
    expect(createVault(['old key']).derive('b')).not.toEqual([old])
    expect(old).toMatch(/^[\w-]{43}$/)
  })
})
