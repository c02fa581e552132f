import { API_ROUTES } from '@tuvens/contract'
import { serve } from '@tuvens/platform/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { userOf } from '../http/caller.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { me } from './me.ts'
import { refresh } from './refresh.ts'
import { register } from './register.ts'
import { requireUser } from '../auth/user-guard.ts'

export function addAuthRoutes(app: FastifyInstance, context: AuthContext): void {
  serve(app, API_ROUTES.me, [requireUser(context)], async ({ request, reply }) => {
    reply.header('cache-control', 'no-store')
    return me(context, userOf(request))
  })
  // An outside issuer has its own sign-in and its own keys.
  if (context.config.outsideIssuer === null) addOwnAccountRoutes(app, context)
}

function addOwnAccountRoutes(app: FastifyInstance, context: AuthContext): void {
  const unstored = async (_request: unknown, reply: { header: (name: string, value: string) => unknown }) => {
    reply.header('cache-control', 'no-store')
  }
  serve(app, API_ROUTES.register, [unstored], (call) => register(context, call))
  serve(app, API_ROUTES.login, [unstored], (call) => login(context, call))
  serve(app, API_ROUTES.refresh, [unstored], (call) => refresh(context, call))
  serve(app, API_ROUTES.logout, [unstored], (call) => logout(context, call))
  serve(app, API_ROUTES.jwks, [], async ({ reply }) => {
    reply.header('cache-control', 'public, max-age=300')
    return context.tokens.publicKeys()
  })
}
