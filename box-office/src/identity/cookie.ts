import type { FastifyReply } from 'fastify'
import { TOKEN_LIFE_SECONDS } from './token.ts'

/** Puts the login token where both an API client and a browser find it. */
export function giveToken(reply: FastifyReply, token: string): void {
  reply
    .header('x-auth-token', token)
    .setCookie('token', token, { path: '/', secure: true, httpOnly: true, sameSite: 'none' })
}

export function takeToken(reply: FastifyReply): void {
  reply.setCookie('token', 'deleted', {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'none',
    maxAge: 0,
    expires: new Date(0),
  })
}

export function tokenAnswer(token: string | null) {
  return { token, token_type: 'bearer', expires_in: TOKEN_LIFE_SECONDS }
}
