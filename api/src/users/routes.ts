import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { requireUser } from '../auth/user-guard.ts'
import { userOf } from '../http/caller.ts'
import { noStore } from '../http/no-store.ts'
import { remove } from './delete-user.ts'
import { confirmChange, requestChange } from './email.ts'
import { exportData } from './export-data.ts'
import { login } from './login.ts'
import { logout } from './logout.ts'
import { me } from './me.ts'
import { change, requestReset, reset } from './password.ts'
import { refresh } from './refresh.ts'
import { register } from './register.ts'
import { end, readSignIns } from './sign-ins.ts'
import { confirmEmail, confirmOwnEmail, resendVerification } from './verify-email.ts'

export function addUserRoutes(app: FastifyInstance, context: AuthContext): void {
  addRoute(app, API_ROUTES.me, [noStore, requireUser(context)], ({ request }) => me(context, userOf(request)))
  // An outside issuer has a sign-in and keys of its own.
  if (context.config.outsideIssuer !== null) return
  addSignInRoutes(app, context)
  addOwnRoutes(app, context)
}

function addSignInRoutes(app: FastifyInstance, context: AuthContext): void {
  addRoute(app, API_ROUTES.register, [noStore], (call) => register(context, call))
  addRoute(app, API_ROUTES.login, [noStore], (call) => login(context, call))
  addRoute(app, API_ROUTES.refresh, [noStore], (call) => refresh(context, call))
  addRoute(app, API_ROUTES.logout, [noStore], (call) => logout(context, call))
  addRoute(app, API_ROUTES.verifyEmail, [noStore], (call) => confirmEmail(context, call))
  addRoute(app, API_ROUTES.requestPasswordReset, [noStore], (call) => requestReset(context, call))
  addRoute(app, API_ROUTES.resetPassword, [noStore], (call) => reset(context, call))
  addRoute(app, API_ROUTES.jwks, [], async ({ reply }) => {
    reply.header('cache-control', 'public, max-age=300')
    return context.tokens.publicKeys()
  })
}

/** What a signed-in user does with their own data, also before the e-mail is confirmed. */
function addOwnRoutes(app: FastifyInstance, context: AuthContext): void {
  const own = [noStore, requireUser(context)]
  addRoute(app, API_ROUTES.verifyOwnEmail, own, (call) => confirmOwnEmail(context, call))
  addRoute(app, API_ROUTES.resendVerification, own, (call) => resendVerification(context, call))
  addRoute(app, API_ROUTES.changePassword, own, (call) => change(context, call))
  addRoute(app, API_ROUTES.requestEmailChange, own, (call) => requestChange(context, call))
  addRoute(app, API_ROUTES.confirmEmailChange, own, (call) => confirmChange(context, call))
  addRoute(app, API_ROUTES.listSignIns, own, ({ request }) => readSignIns(context, request))
  addRoute(app, API_ROUTES.endSignIn, own, ({ request, params }) => end(context, request, params.sign_in_id))
  addRoute(app, API_ROUTES.endSignIns, own, ({ request }) => end(context, request))
  addRoute(app, API_ROUTES.exportData, own, (call) => exportData(context, call))
  addRoute(app, API_ROUTES.deleteUser, own, (call) => remove(context, call))
}
