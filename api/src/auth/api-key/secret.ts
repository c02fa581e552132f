import { crc32 } from 'node:zlib'

const PREFIX = 'tvk_live_'
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET_BYTES = 32
/** 62^43 > 2^256, and 62^6 > 2^32. */
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6
const HINT_LENGTH = 4
const FORM = /^tvk_live_[0-9A-Za-z]{49}$/

/** A new secret of an API key, and the part of it that people may see again. */
export function newApiKeySecret(random: (bytes: number) => Buffer): { secret: string; hint: string } {
  const number = BigInt(`0x${random(SECRET_BYTES).toString('hex')}`)
  const body = PREFIX + base62(number, SECRET_LENGTH)
  return { secret: body + checksumOf(body), hint: body.slice(0, PREFIX.length + HINT_LENGTH) }
}

/** Whether a text is written as a secret with the right checksum. One that is not costs no look-up. */
export function isApiKeySecret(text: string): boolean {
  return FORM.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
}

function checksumOf(body: string): string {
  return base62(BigInt(crc32(body)), CHECKSUM_LENGTH)
}

function base62(number: bigint, length: number): string {
  let text = ''
  for (let rest = number; text.length < length; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? '') + text
  return text
}
