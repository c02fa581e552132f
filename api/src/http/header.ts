import type { FastifyRequest } from 'fastify'

/** A header's one value. What is sent twice is joined, which no credential survives. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join() : value
}
