import { tokenHashOf } from '../base/token-hash.ts'

/** Without letters and digits that look alike (Crockford). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12

/** 60 random bits, as `xxxx-xxxx-xxxx`. */
export function newRecoveryCode(random: (bytes: number) => Buffer): string {
  const signs = [...random(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return [signs.slice(0, 4), signs.slice(4, 8), signs.slice(8)].join('-')
}

export function recoveryHashOf(code: string): Buffer {
  return tokenHashOf(code.toLowerCase().replaceAll('-', ''))
}
