import { calculateJwkThumbprint } from 'jose'
import { createPrivateKey, createPublicKey } from 'node:crypto'

export type SigningKey = Awaited<ReturnType<typeof signingKeyOf>>

/** The bytes of a PKCS #8 Ed25519 key that precede its seed (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Key pair of a 32-byte Ed25519 seed. Its id is the RFC 7638 thumbprint, the same on all nodes. */
export async function signingKeyOf(seed: Buffer) {
  const key = Buffer.concat([PKCS8_PREFIX, seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  const { kty = '', crv = '', x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const kid = await calculateJwkThumbprint({ kty, crv, x })
  /** RFC 7517 */
  return { kid, privateKey, publicJwk: { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' } }
}
