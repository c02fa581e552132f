import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** Content encodings we speak. */
export type Encoding = 'br' | 'gzip' | 'identity'

/** The best encoding a client takes. */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  const accepted = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0(\.0*)?$/.test(each))
    .map((each) => each.split(';', 1)[0])
  if (accepted.includes('br')) return 'br'
  return accepted.includes('gzip') ? 'gzip' : 'identity'
}

/** Brotli at a level that suits pages made on the spot. */
export function compress(text: string, encoding: Encoding): Buffer {
  const body = Buffer.from(text)
  if (encoding === 'br') return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  return encoding === 'gzip' ? gzipSync(body) : body
}
