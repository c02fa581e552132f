import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import { sendPage } from './send-page.ts'
import { type Credentials, SIGN_IN_SECONDS } from './sign-in.ts'
import { signInPage } from './sign-in-page.tsx'

const SignIn = Type.Object({ token: Type.String({ maxLength: 300 }), next: Type.Optional(Type.String()) })
const Next = Type.Object({ next: Type.String() })
const OPEN = { config: { isOpen: true } }

/** The cookie of a sign-in is `operator`, and `__Host-operator` by https. */
export function addSignInRoutes(app: FastifyInstance, credentials: Credentials): void {
  const { cookieName, isSecure } = credentials
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure } as const

  app.get('/sign-in', OPEN, (request, reply) => {
    const next = Check(Next, request.query) ? ownPath(request.query.next) : '/'
    return sendPage({ request, reply }, signInPage({ next, isRefused: false }))
  })
  app.post('/sign-in', OPEN, async (request, reply) => {
    const { body } = request
    const given = Check(SignIn, body) ? body : { token: '' }
    const next = ownPath(given.next ?? '/')
    try {
      const name = await credentials.ofToken(given.token, request)
      credentials.noteSignIn(request, 'ok', name)
      reply.setCookie(cookieName, credentials.cookieFor(name), { ...cookie, maxAge: SIGN_IN_SECONDS })
      return reply.header('cache-control', 'no-store').redirect(next, 303)
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'TOKEN_INVALID') throw error
      return sendPage({ request, reply }, signInPage({ next, isRefused: true }), 401)
    }
  })
  app.post('/sign-out', async (request, reply) => {
    await credentials.endCookie(request.cookies[cookieName] ?? '')
    return reply.clearCookie(cookieName, cookie).header('cache-control', 'no-store').redirect('/sign-in', 303)
  })
}

/** A path of the console, never an address elsewhere: browsers read `//` and `/\` as the beginning of one. */
export function ownPath(next: string): string {
  return /^\/(?![/\\])[\w\-./?=&%:~]{0,500}$/.test(next) ? next : '/'
}
