import type { BaseContext } from '../base-context.ts'
import { missing } from '../refusal.ts'
import type { Api } from '../rest/api.ts'
import { setToken, clearToken, tokenShape } from './cookie.ts'
import { changePassword } from './change-password.ts'
import { login } from './login.ts'
import { register } from './register.ts'
import { logout, refresh } from './session.ts'
import { principalOf, unauthenticated } from '../rest/principal.ts'
import { accountDetailShape, accountShape, memberShape, userShape } from './shape.ts'
import { findAccount, findMember } from './store.ts'

export function addIdentityRoutes({ open, signedIn, member }: Api, context: BaseContext): void {
  open('POST', '/auth/register', async ({ body, request, reply }) => {
    const { account, token } = await register(context, body, request.ip)
    setToken(reply, token)
    reply.code(201)
    return { data: accountShape(account) }
  })
  open('POST', '/auth/login', async ({ body, request, reply }) => {
    const { token, user, accounts } = await login(context, body, request.ip)
    if (token !== null) setToken(reply, token)
    return { ...tokenShape(token), user: userShape(user), accounts: accounts.map(accountShape) }
  })
  signedIn('POST', '/auth/logout', async ({ bearer, reply }) => {
    await logout(context, bearer)
    clearToken(reply)
    return { message: 'Logout Successful' }
  })
  signedIn('POST', '/auth/refresh', async ({ bearer, reply }) => {
    const { token, user } = await refresh(context, bearer)
    setToken(reply, token)
    return { ...tokenShape(token), user: userShape(user), accounts: [] }
  })
  signedIn('GET', '/users/me', async ({ bearer }) => {
    const { userId, accountId } = principalOf(bearer)
    const found = await findMember(context.db, { userId, accountId })
    if (found === undefined) throw unauthenticated()
    return { data: memberShape(found) }
  })
  signedIn('PUT', '/users/me', async ({ body, bearer, request }) => {
    const { userId, accountId } = principalOf(bearer)
    await changePassword(context, { userId, input: body, address: request.ip })
    const found = await findMember(context.db, { userId, accountId })
    if (found === undefined) throw unauthenticated()
    return { data: memberShape(found) }
  })
  member('GET', '/accounts', async ({ principal: { accountId } }) => {
    const found = await findAccount(context.db, accountId)
    if (found === undefined) throw missing('Account', accountId)
    return { data: accountDetailShape(found) }
  })
}
