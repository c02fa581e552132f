import type { FastifyRequest } from 'fastify'

/** The value of a header. A header sent twice is joined, so that a credential in it is refused. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join() : value
}

/** The credential of `Authorization: Bearer …` (RFC 6750). */
export function bearerOf(request: FastifyRequest): string | undefined {
  const [scheme = '', token, ...rest] = (request.headers.authorization ?? '').split(' ')
  const isBearer = scheme.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0
  return isBearer && token !== '' ? token : undefined
}
