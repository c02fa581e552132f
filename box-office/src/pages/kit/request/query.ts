import type { FastifyRequest } from 'fastify'

/** A value of the query; undefined when it is missing or repeated. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name]
  return typeof value === 'string' ? value.replaceAll('\0', '') : undefined
}

export function paramOf(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string | undefined>)[name] ?? ''
}
