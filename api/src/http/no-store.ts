import type { FastifyReply, FastifyRequest } from 'fastify'

/** A guard that keeps the response, and each refusal, out of every cache. */
export async function noStore(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('cache-control', 'no-store')
}
