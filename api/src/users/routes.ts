import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { userOf } from '../http/caller.ts'
import { noStore } from '../http/no-store.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { me } from './me.ts'
import { refresh } from './refresh.ts'
import { register } from './register.ts'
import { requireUser } from '../auth/user-guard.ts'

export function addUserRoutes(app: FastifyInstance, context: AuthContext): void {
  addRoute(app, API_ROUTES.me, [noStore, requireUser(context)], ({ request }) => me(context, userOf(request)))
  // An outside issuer has a sign-in and keys of its own.
  if (context.config.outsideIssuer === null) addSignInRoutes(app, context)
}

function addSignInRoutes(app: FastifyInstance, context: AuthContext): void {
  addRoute(app, API_ROUTES.register, [noStore], (call) => register(context, call))
  addRoute(app, API_ROUTES.login, [noStore], (call) => login(context, call))
  addRoute(app, API_ROUTES.refresh, [noStore], (call) => refresh(context, call))
  addRoute(app, API_ROUTES.logout, [noStore], (call) => logout(context, call))
  addRoute(app, API_ROUTES.jwks, [], async ({ reply }) => {
    reply.header('cache-control', 'public, max-age=300')
    return context.tokens.publicKeys()
  })
}
