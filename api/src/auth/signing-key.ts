import { calculateJwkThumbprint, type JWK } from 'jose'
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

export type SigningKey = { kid: string; privateKey: KeyObject; publicJwk: JWK }

/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Key pair of a 32-byte Ed25519 seed; its id is the RFC 7638 thumbprint, so all nodes name it alike. */
export async function signingKeyOf(seed: Buffer): Promise<SigningKey> {
  const key = Buffer.concat([PKCS8_HEAD, seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  const { kty = '', crv = '', x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const kid = await calculateJwkThumbprint({ kty, crv, x })
  return { kid, privateKey, publicJwk: { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' } }
}
