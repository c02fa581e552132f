import type { FastifyReply } from 'fastify'
import { TOKEN_LIFE_SECONDS } from './token.ts'

/** Sets the token in a header, for API clients, and in a cookie, for browsers. */
export function setToken(reply: FastifyReply, token: string): void {
  reply
    .header('x-auth-token', token)
    .setCookie('token', token, { path: '/', secure: true, httpOnly: true, sameSite: 'none' })
}

export function clearToken(reply: FastifyReply): void {
  reply.setCookie('token', 'deleted', {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'none',
    maxAge: 0,
    expires: new Date(0),
  })
}

export function tokenShape(token: string | null) {
  return { token, token_type: 'bearer', expires_in: TOKEN_LIFE_SECONDS }
}
