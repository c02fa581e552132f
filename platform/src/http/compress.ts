import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** The supported content encodings. */
export type ContentEncoding = 'br' | 'gzip' | 'identity'

/** The best supported encoding for an `Accept-Encoding` header. */
export function encodingFor(acceptEncoding: string | undefined): ContentEncoding {
  const accepted = (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0(\.0*)?$/.test(each))
    .map((each) => each.split(';', 1)[0])
  if (accepted.includes('br')) return 'br'
  return accepted.includes('gzip') ? 'gzip' : 'identity'
}

/** Compresses a page; Brotli at level 6, which is fast enough for each request; higher ones take longer and save little. */
export function compress(text: string, encoding: ContentEncoding): Buffer {
  const body = Buffer.from(text)
  if (encoding === 'br') return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
  return encoding === 'gzip' ? gzipSync(body) : body
}
