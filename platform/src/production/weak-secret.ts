/** 128 bits in hex. `openssl rand -hex 32` gives 64 characters. */
const MIN_LENGTH = 32
/** Of all characters together, by how often each occurs: 32 random hex digits have about 120. */
const MIN_ENTROPY_BITS = 80

/** Parts of the values that stand in examples all over the internet, and of ours. */
const WORDS =
  /change-?_?me|passwor[dt]|secret|example|default|insecure|replace|placeholder|your-?_?key|tuvens|letmein|qwerty|abcdef|0123456|1234567/i

/** Secrets that stand in this repository: in the documents and the test vectors. */
const PUBLISHED = ['9f2c1b7e5a4d8c3f6e0b1a2d3c4f5e6a', '0a1b2c3d4e5f60718293a4b5c6d7e8f9']

/**
 * Why a secret can be guessed, as the end of a sentence, or null. It never repeats a part of the secret. Random output of
 * `openssl rand` passes, in hex and in base64.
 */
export function weaknessOf(secret: string): string | null {
  if (PUBLISHED.includes(secret)) return 'stands in the documents of this product'
  if (isPattern(secret) || decodingsOf(secret).some(isPattern)) return 'repeats a pattern or counts up'
  if (WORDS.test(secret)) return 'contains a word that guesses start with'
  if (secret.length < MIN_LENGTH) return `is shorter than ${MIN_LENGTH} characters`
  return entropyOf(secret) < MIN_ENTROPY_BITS ? 'uses too few different characters' : null
}

/** The bytes that a text in hex or base64 may stand for, so that 32 zero bytes are seen through. */
function decodingsOf(secret: string): number[][] {
  const isHex = secret.length % 2 === 0 && /^[0-9a-f]+$/i.test(secret)
  return [...(isHex ? ['hex' as const] : []), 'base64' as const].map((encoding) => [
    ...Buffer.from(secret, encoding),
  ])
}

/** One part that comes again and again, or mostly steps of one size: 00000000, abcabcabc, 2468ace. */
function isPattern(text: string | number[]): boolean {
  const values = typeof text === 'string' ? Array.from(text, (each) => each.codePointAt(0) ?? 0) : text
  if (values.length < 4) return false
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0))
  return isRepeated(values) || hasOneStep(steps)
}

function isRepeated(values: readonly number[]): boolean {
  for (let period = 1; period <= values.length / 2; period++)
    if (values.every((value, index) => index < period || value === values[index - period])) return true
  return false
}

/** More than half of the steps between neighbours are the same. */
function hasOneStep(steps: readonly number[]): boolean {
  const counts = countsOf(steps)
  return Math.max(...counts.values()) > steps.length / 2
}

/** Shannon's entropy of the characters, in bits, times their number. */
function entropyOf(text: string): number {
  const characters = Array.from(text)
  const shares = [...countsOf(characters).values()].map((count) => count / characters.length)
  return -characters.length * shares.reduce((sum, share) => sum + share * Math.log2(share), 0)
}

function countsOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
