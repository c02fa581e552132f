import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { BaseContext } from './context.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

type Keys = Pick<BaseContext['secrets'], 'signingKeys'>
/** What a key is for: one that leaks opens nothing else. */
type Purpose = 'tuvens second factor' | 'tuvens webhook secret'

/** Encrypts a secret that is needed again (AES-256-GCM), with a key derived from the first signing key. */
export function seal(
  { secrets, random }: { secrets: Keys; random: BaseContext['random'] },
  text: string,
  purpose: Purpose = 'tuvens second factor',
): Buffer {
  const iv = random(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keysOf(secrets, purpose)[0] ?? Buffer.alloc(0), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** Decrypts with the key of any signing key in the list; undefined when none fits. */
export function unseal(
  secrets: Keys,
  sealed: Buffer,
  purpose: Purpose = 'tuvens second factor',
): string | undefined {
  for (const key of keysOf(secrets, purpose)) {
    const opened = tryOpen(key, sealed)
    if (opened !== undefined) return opened
  }
  return undefined
}

function tryOpen(key: Buffer, sealed: Buffer): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

function keysOf({ signingKeys }: Keys, purpose: Purpose): Buffer[] {
  return signingKeys.map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32)))
}
