import type { FastifyRequest } from 'fastify'

/** The value of a header. A header sent twice is joined, so that a credential in it is refused. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join() : value
}
