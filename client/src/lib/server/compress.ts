const MIN_BYTES = 1_024
const TEXT = /^(text\/|application\/(json|ld\+json)|image\/svg\+xml)/

/**
 * Compresses a response for a client that accepts gzip. Static files are compressed by the build; this is for responses
 * made per request. No body holds a secret next to text that an attacker chooses, so its length reveals nothing (BREACH).
 */
export function compress(request: Request, response: Response): Response {
  const { headers, body } = response
  if (!TEXT.test(headers.get('content-type') ?? '')) return response
  headers.append('vary', 'accept-encoding')
  const isSmall = Number(headers.get('content-length') ?? MIN_BYTES) < MIN_BYTES
  const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (body === null || isSmall || !takesGzip || headers.has('content-encoding')) return response
  const compressed = new Response(body.pipeThrough(new CompressionStream('gzip')), response)
  compressed.headers.set('content-encoding', 'gzip')
  compressed.headers.delete('content-length')
  return compressed
}
