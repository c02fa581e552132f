import type { FastifyReply, FastifyRequest } from 'fastify'

/** A request whose body is valid, as a verb takes it. */
export type ValidRequest<Body> = { body: Body; request: FastifyRequest; reply: FastifyReply }
