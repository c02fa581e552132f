import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import { giveToken, takeToken } from '../../identity/cookie.ts'
import { type LoggedIn, login } from '../../identity/login.ts'
import { register } from '../../identity/register.ts'
import { logout } from '../../identity/session.ts'
import { Refusal } from '../../refusal.ts'
import { isCurrency, isTimezone } from '../../rest/dates.ts'
import { FormReader, formOf } from '../kit/form.ts'
import { safeReturnPath } from '../kit/next.ts'
import { queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { ChooseAccountPage, LoginPage } from './login-page.tsx'
import { RegisterPage } from './register-page.tsx'

export function addAuthRoutes(app: FastifyInstance, context: Context): void {
  app.get('/auth/login', async (request, reply) => {
    const next = nextOf(request)
    if (request.bearer !== null) return seeOther(reply, next)
    const signedOut = queryOf(request, 'done') === 'signed-out'
    return sendPage(reply, <LoginPage form={formOf()} next={next} signedOut={signedOut} />)
  })

  app.post('/auth/login', async (request, reply) => {
    const form = new FormReader(request.body)
    const next = safeReturnPath(form.values['next'])
    const email = form.email('email', 'Write your e-mail address')
    const password = form.text('password', { max: 200, required: 'Write your password' })
    const accountId = form.integer('account_id', { label: 'The account', min: 1, max: 2 ** 31 - 1 })
    const entered = form.ok ? await tryLogin(context, { email, password, account_id: accountId }) : null
    if (form.ok && entered === null)
      form.refuse('', 'E-mail or password is not right. Check both and try again.')
    if (entered === null)
      return sendPage(reply, <LoginPage form={form.state} next={next} signedOut={false} />, 422)
    if (entered.token === null)
      return sendPage(
        reply,
        <ChooseAccountPage accounts={entered.accounts} email={email} next={next} form={formOf()} />,
      )
    signIn(reply, entered.token)
    return seeOther(reply, next)
  })

  app.get('/auth/register', async (request, reply) => {
    const next = nextOf(request)
    if (request.bearer !== null) return seeOther(reply, next)
    const form = formOf({ currency_code: 'EUR', timezone: 'UTC' })
    return sendPage(reply, <RegisterPage form={form} next={next} />)
  })

  app.post('/auth/register', async (request, reply) => {
    const form = new FormReader(request.body)
    const next = safeReturnPath(form.values['next'])
    const token = await tryRegister(context, form)
    if (token === null) return sendPage(reply, <RegisterPage form={form.state} next={next} />, 422)
    signIn(reply, token)
    return seeOther(reply, next)
  })

  app.post('/auth/logout', async (request, reply) => {
    if (request.bearer !== null) await logout(context, request.bearer)
    takeToken(reply)
    return seeOther(reply, '/auth/login?done=signed-out')
  })
}

/** The token goes into the cookie only: a page response has no header with it. */
function signIn(reply: FastifyReply, token: string): void {
  giveToken(reply, token)
  reply.removeHeader('x-auth-token')
}

async function tryLogin(context: Context, input: object): Promise<LoggedIn | null> {
  try {
    return await login(context, input)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

async function tryRegister(context: Context, form: FormReader): Promise<string | null> {
  const wanted = readRegistration(form)
  if (!form.ok) return null
  try {
    return (await register(context, wanted)).token
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    form.refuse('email', 'There is already an account with this e-mail. Sign in instead.')
    return null
  }
}

function readRegistration(form: FormReader) {
  const password = form.values['password'] ?? ''
  const wanted = {
    first_name: form.text('first_name', { max: 50, required: 'Write your first name' }),
    last_name: form.text('last_name', { max: 50 }),
    email: form.email('email', 'Write your e-mail address', 100),
    password,
    password_confirmation: password,
    timezone: form.text('timezone'),
    currency_code: form.text('currency_code'),
  }
  if (password.length < 8) form.refuse('password', 'Use at least 8 characters')
  if (password.length > 200) form.refuse('password', 'Use at most 200 characters')
  if (!isTimezone(wanted.timezone)) form.refuse('timezone', 'Choose a time zone from the list')
  if (!isCurrency(wanted.currency_code)) form.refuse('currency_code', 'Choose a currency from the list')
  return wanted
}

function nextOf(request: FastifyRequest): string {
  return safeReturnPath(queryOf(request, 'next'))
}
