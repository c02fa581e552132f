import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { SecretList } from '@tuvens/platform/config'

/** Encrypts secrets that are stored but must not be readable in a row, a database dump or a cookie. */
export type Vault = {
  /** @param purpose what the text is and who owns it; it can be opened only for the same purpose */
  seal: (text: string, purpose: string) => Buffer
  /** The id of the key that seals; every sealed text contains it after its first byte. */
  keyId: Buffer
  /** A secret that only the keys and the purpose make, from each key: that of the first one first. */
  derive: (purpose: string) => string[]
  /** @throws VaultError when it was altered, has another purpose, or its key is missing */
  open: (sealed: Buffer, purpose: string) => string
}

/** A sealed text that cannot be opened. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
}

/** What `open` returns; null when no key of the vault opens it. */
export function nullIfLocked<T>(open: () => T): T | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof VaultError) return null
    throw error
  }
}

const VERSION = 1
const [ID_BYTES, IV_BYTES, TAG_BYTES] = [4, 12, 16]
const DERIVED_BYTES = 32
const HEAD_BYTES = 1 + ID_BYTES + IV_BYTES + TAG_BYTES

type Key = { id: Buffer; key: Buffer }

/**
 * AES-256-GCM. Layout: version (1) · key id (4) · IV (12) · tag (16) · ciphertext. The first key seals, every key opens,
 * so that a new key is put in front of CREDENTIALS_KEY to rotate it.
 */
export function createVault(secrets: SecretList): Vault {
  const keys = secrets.map(keyOf)
  const [first = keyOf(secrets[0])] = keys
  return {
    keyId: first.id,
    seal: (text, purpose) => seal(first, text, purpose),
    derive: (purpose) =>
      keys.map(({ key }) =>
        Buffer.from(hkdfSync('sha256', key, '', purpose, DERIVED_BYTES)).toString('base64url'),
      ),
    open: (sealed, purpose) => open(keys, sealed, purpose),
  }
}

function keyOf(secret: string): Key {
  const derive = (use: string) => createHash('sha256').update(`tuvens ${use}\0${secret}`).digest()
  return { id: derive('credentials key id').subarray(0, ID_BYTES), key: derive('credentials key') }
}

function seal({ id, key }: Key, text: string, purpose: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), id, iv, cipher.getAuthTag(), body])
}

function open(keys: Key[], sealed: Buffer, purpose: string): string {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) throw new VaultError('Not sealed by this vault')
  const id = sealed.subarray(1, 1 + ID_BYTES)
  const found = keys.find((each) => each.id.equals(id))
  if (found === undefined) throw new VaultError('Sealed with a key that is not in CREDENTIALS_KEY any more')
  const iv = sealed.subarray(1 + ID_BYTES, 1 + ID_BYTES + IV_BYTES)
  const tag = sealed.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', found.key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new VaultError('Altered, or sealed for another purpose', { cause })
  }
}
