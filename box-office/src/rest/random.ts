const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

type Random = (bytes: number) => Buffer

/** Random letters and digits, each equally likely: bytes that would favour the start of the alphabet are discarded. */
export function randomText(random: Random, length: number, alphabet = ALPHANUMERIC): string {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    const usable = [...random(length * 2)].filter((byte) => byte < limit)
    text += usable.map((byte) => alphabet[byte % alphabet.length]).join('')
  }
  return text.slice(0, length)
}

/** `o_bxarQd0KzOJx8`: secret, known to the buyer only. */
export function shortId(random: Random, prefix: 'o' | 'a'): string {
  return `${prefix}_${randomText(random, 13)}`
}

/** `O-ZL2IJCE`: short enough to read out. */
export function publicId(random: Random, prefix: 'O' | 'A'): string {
  return `${prefix}-${randomText(random, 7, UPPER)}`
}
