import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What a sealed text belongs to: the secret that opens it, and the hash of the idempotency key. */
type Seal = { secret: string; keyHash: Buffer }

/** Encrypts a response so that only the API key that received it can read it again. */
export function sealResponse(text: string, seal: Seal, random: (bytes: number) => Buffer): Buffer {
  const nonce = random(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, keyOf(seal), nonce, { authTagLength: TAG_BYTES })
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

export function openResponse(sealed: Buffer, seal: Seal): string {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv(ALGORITHM, keyOf(seal), nonce, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

function keyOf({ secret, keyHash }: Seal): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, keyHash, 'response of an idempotent call', 32))
}
