const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

type Random = (bytes: number) => Buffer

/** Random letters and digits, each equally likely: bytes that would favour the start of the alphabet are discarded. */
export function randomText(random: Random, length: number, alphabet = ALPHANUMERIC): string {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random(length * 2)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

/** `o_bxarQd0KzOJx8`: secret, known to the buyer only. */
export function shortId(random: Random, prefix: 'o' | 'a'): string {
  return `${prefix}_${randomText(random, 13)}`
}

/** `O-ZL2IJCE`: short enough to read out. */
export function publicId(random: Random, prefix: 'O' | 'A'): string {
  return `${prefix}-${randomText(random, 7, UPPER)}`
}
