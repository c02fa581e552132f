import type { FastifyReply, FastifyRequest } from 'fastify'

/** What a verb takes of a request: the validated body, and the request for who and where from. */
export type Call<Body> = { body: Body; request: FastifyRequest; reply: FastifyReply }
