import type { JWK } from 'jose'
import { createPublicKey, type KeyObject } from 'node:crypto'

const MIN_RSA_BITS = 2048
/** A longer modulus only makes every check dearer. */
const MAX_RSA_BITS = 8192
/** Curves and the signature algorithms that use them (RFC 7518 3.4, RFC 8037, RFC 9864). */
const CURVE_ALGORITHMS: Record<string, readonly string[]> = {
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
  Ed25519: ['EdDSA', 'Ed25519'],
}
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

/** All asymmetric algorithms in use: neither HMAC, which would take a public key for its secret, nor `none`. */
export const SIGNATURE_ALGORITHMS: readonly string[] = [
  ...RSA_ALGORITHMS,
  ...Object.values(CURVE_ALGORITHMS).flat(),
]

/**
 * Whether signatures of a published key may be trusted: a public key for signatures, of a known type, which is not known to
 * be weak. OpenSSL refuses points that are not on their curve and keys of another length.
 */
export function isStrongKey(jwk: unknown): jwk is JWK {
  if (!isPublicJwk(jwk) || !isForSignatures(jwk)) return false
  const key = tryImport(jwk)
  if (key === null) return false
  return jwk.kty === 'RSA' ? isStrongRsa(key, jwk) : true
}

function isPublicJwk(jwk: unknown): jwk is JWK {
  if (typeof jwk !== 'object' || jwk === null) return false
  const { kid = '' }: { kid?: unknown } = jwk
  const isPublished = ['d', 'k', 'p', 'q'].some((secret) => secret in jwk)
  return !isPublished && typeof kid === 'string' && kid.length <= 256
}

function isForSignatures({
  kty,
  crv = '',
  alg,
  use = 'sig',
  key_ops: operations = ['verify'],
}: JWK): boolean {
  const isCurve = (kty === 'EC' || kty === 'OKP') && Object.hasOwn(CURVE_ALGORITHMS, crv)
  const algorithms = kty === 'RSA' ? RSA_ALGORITHMS : isCurve ? (CURVE_ALGORITHMS[crv] ?? []) : []
  const fits = alg === undefined ? algorithms.length > 0 : algorithms.includes(alg)
  return fits && use === 'sig' && Array.isArray(operations) && operations.includes('verify')
}

function tryImport(jwk: JWK): KeyObject | null {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' })
  } catch {
    return null
  }
}

/** With e = 1 a signature is the message itself, an even e has no inverse, and a ROCA modulus can be factored. */
function isStrongRsa({ asymmetricKeyDetails = {} }: KeyObject, { n = '' }: JWK): boolean {
  const { modulusLength: bits = 0, publicExponent: exponent = 0n } = asymmetricKeyDetails
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) return false
  const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)
  return modulus % 2n === 1n && exponent >= 3n && exponent % 2n === 1n && !isRoca(modulus)
}

/** Primes modulo which 65537 generates a small part of all residues: the fingerprint of CVE-2017-15361. */
const ROCA_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157]
const ROCA_RESIDUES = ROCA_PRIMES.map((prime) => ({ prime: BigInt(prime), residues: powersOf65537(prime) }))

/** A modulus of the faulty Infineon library is a power of 65537 modulo each of these primes; of others, one in 2^27 is. */
function isRoca(modulus: bigint): boolean {
  return ROCA_RESIDUES.every(({ prime, residues }) => residues.has(modulus % prime))
}

function powersOf65537(prime: number): ReadonlySet<bigint> {
  const powers = new Set<bigint>()
  for (let power = 1; !powers.has(BigInt(power)); power = (power * 65537) % prime) powers.add(BigInt(power))
  return powers
}
