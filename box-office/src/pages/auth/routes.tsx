import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { setToken, clearToken } from '../../identity/cookie.ts'
import { type LoggedIn, login } from '../../identity/login.ts'
import { logout } from '../../identity/session.ts'
import { Refusal } from '../../refusal.ts'
import type { PageContext } from '../kit/context.ts'
import { FormReader } from '../kit/form/form-reader.ts'
import { formOf } from '../kit/form/form-state.ts'
import { seeOther, sendPage } from '../kit/layout/send-page.ts'
import { queryOf } from '../kit/request/query.ts'
import { safeReturnPath } from '../kit/request/return-path.ts'
import { ChooseAccountPage } from './choose-account-page.tsx'
import { ForgotPasswordPage } from './forgot-password-page.tsx'
import { LoginPage } from './login-page.tsx'
import { RegisterPage } from './register-page.tsx'
import { RegistrationClosedPage } from './registration-closed-page.tsx'
import { tryRegister } from './registration.ts'

export function addAuthRoutes(app: FastifyInstance, context: PageContext): void {
  const { organisersUrl, isRegistrationOpen } = context.config
  app.get('/auth/login', async (request, reply) => {
    const next = nextOf(request)
    if (request.bearer !== null) return seeOther(reply, next)
    const signedOut = queryOf(request, 'done') === 'signed-out'
    return sendPage(
      reply,
      <LoginPage form={formOf()} {...{ next, signedOut, organisersUrl, isRegistrationOpen }} />,
    )
  })

  app.post('/auth/login', async (request, reply) => {
    const form = new FormReader(request.body)
    const next = safeReturnPath(form.values['next'])
    const email = form.email('email', 'Write your e-mail address')
    const password = form.text('password', { max: 200, required: 'Write your password' })
    const accountId = form.integer('account_id', { label: 'The account', min: 1, max: 2 ** 31 - 1 })
    const entered = form.ok
      ? await tryLogin(context, { email, password, account_id: accountId }, request.ip)
      : null
    if (form.ok && entered === null)
      form.refuse('', 'E-mail or password is not right. Check both and try again.')
    if (entered === null)
      return sendPage(
        reply,
        <LoginPage form={form.state} signedOut={false} {...{ next, organisersUrl, isRegistrationOpen }} />,
        422,
      )
    if (entered.token === null)
      return sendPage(
        reply,
        <ChooseAccountPage accounts={entered.accounts} email={email} next={next} form={formOf()} />,
      )
    signIn(reply, entered.token)
    return seeOther(reply, next)
  })

  app.get('/auth/forgot-password', async (_request, reply) =>
    sendPage(reply, <ForgotPasswordPage organisersUrl={organisersUrl} />),
  )

  app.get('/auth/register', async (request, reply) => {
    const next = nextOf(request)
    if (request.bearer !== null) return seeOther(reply, next)
    if (!isRegistrationOpen) return sendPage(reply, <RegistrationClosedPage next={next} />, 403)
    const form = formOf({ currency_code: 'EUR', timezone: 'UTC' })
    return sendPage(reply, <RegisterPage form={form} next={next} />)
  })

  app.post('/auth/register', async (request, reply) => {
    const form = new FormReader(request.body)
    const next = safeReturnPath(form.values['next'])
    if (!isRegistrationOpen) return sendPage(reply, <RegistrationClosedPage next={next} />, 403)
    const token = await tryRegister(context, form, request.ip)
    if (token === null) return sendPage(reply, <RegisterPage form={form.state} next={next} />, 422)
    signIn(reply, token)
    return seeOther(reply, next)
  })

  app.post('/auth/logout', async (request, reply) => {
    if (request.bearer !== null) await logout(context, request.bearer)
    clearToken(reply)
    return seeOther(reply, '/auth/login?done=signed-out')
  })
}

/** The token goes into the cookie only: a page response has no header with it. */
function signIn(reply: FastifyReply, token: string): void {
  setToken(reply, token)
  reply.removeHeader('x-auth-token')
}

async function tryLogin(context: PageContext, input: object, address: string): Promise<LoggedIn | null> {
  try {
    return await login(context, input, address)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

function nextOf(request: FastifyRequest): string {
  return safeReturnPath(queryOf(request, 'next'))
}
