const WORTH_IT = 1_024
const TEXT = /^(text\/|application\/(json|ld\+json)|image\/svg\+xml)/

/**
 * The answer, packed for a reader that takes gzip. Static files come packed from the build; this is for what is written
 * per request. Nothing secret stands in these bodies beside what a stranger could choose, so packing gives nothing away.
 */
export function compress(request: Request, response: Response): Response {
  const { headers, body } = response
  if (!TEXT.test(headers.get('content-type') ?? '')) return response
  headers.append('vary', 'accept-encoding')
  const small = Number(headers.get('content-length') ?? WORTH_IT) < WORTH_IT
  const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (body === null || small || !takesGzip || headers.has('content-encoding')) return response
  const packed = new Response(body.pipeThrough(new CompressionStream('gzip')), response)
  packed.headers.set('content-encoding', 'gzip')
  packed.headers.delete('content-length')
  return packed
}
