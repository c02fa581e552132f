import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { requireUser, requireVerifiedUser } from '../auth/user-guard.ts'
import { userOf } from '../http/caller.ts'
import { noStore } from '../http/no-store.ts'
import { readMethods, removePasskey } from './methods.ts'
import { add, login, startAdding, startLogin } from './passkeys.ts'
import { confirm, finish, remove, replaceCodes, start } from './second-factor.ts'

/** Two-step sign-in and passkeys, of own accounts only. */
export function addFactorRoutes(app: FastifyInstance, context: AuthContext): void {
  if (context.config.outsideIssuer !== null) return
  const own = [noStore, requireUser(context)]
  const verified = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.readSignInMethods, own, ({ request }) => readMethods(context, userOf(request)))
  addRoute(app, API_ROUTES.finishSecondFactor, [noStore], (call) => finish(context, call))
  addRoute(app, API_ROUTES.startSecondFactor, verified, (call) => start(context, call))
  addRoute(app, API_ROUTES.confirmSecondFactor, verified, (call) => confirm(context, call))
  addRoute(app, API_ROUTES.removeSecondFactor, own, (call) => remove(context, call))
  addRoute(app, API_ROUTES.replaceRecoveryCodes, own, (call) => replaceCodes(context, call))
  addRoute(app, API_ROUTES.passkeyOptions, verified, (call) => startAdding(context, call))
  addRoute(app, API_ROUTES.addPasskey, verified, (call) => add(context, call))
  addRoute(app, API_ROUTES.deletePasskey, own, ({ params, ...call }) =>
    removePasskey(context, { ...call, id: params.passkey_id }),
  )
  addRoute(app, API_ROUTES.passkeyLoginOptions, [noStore], (call) => startLogin(context, call))
  addRoute(app, API_ROUTES.loginWithPasskey, [noStore], (call) => login(context, call))
}
