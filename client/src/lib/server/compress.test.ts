import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compress } from './compress.ts'

const LONG = 'words '.repeat(1_000)
const ask = (encoding?: string) =>
  new Request('https://tuvens.example/', {
    headers: encoding === undefined ? {} : { 'accept-encoding': encoding },
  })
const page = (body: string | null, type = 'text/html') =>
  new Response(body, {
    status: 201,
    headers: { 'content-type': type, ...(body !== null && { 'content-length': String(body.length) }) },
  })

describe('a response made per request', () => {
  it('is compressed for a client that accepts gzip, and otherwise unchanged', async () => {
    const packed = compress(ask('br, gzip'), page(LONG))
    expect([packed.status, packed.headers.get('content-encoding')]).toEqual([201, 'gzip'])
    expect(packed.headers.has('content-length')).toBe(false)
    expect(packed.headers.get('vary')).toBe('accept-encoding')
    expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(LONG)
  })

  it.each([
    ['for a client that does not accept it', undefined, page(LONG)],
    ['when it is short', 'gzip', page('short')],
    ['when it has no body', 'gzip', page(null)],
    ['when it is no text', 'gzip', page(LONG, 'image/png')],
  ])('is not compressed %s', (_, encoding, response) => {
    expect(compress(ask(encoding), response).headers.has('content-encoding')).toBe(false)
  })
})
