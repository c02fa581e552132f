import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { LandingContext as Context } from './context.ts'
import { isLinked } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { sendPage } from '../web/send-page.ts'
import { backOf, rememberedOf } from './choose.ts'
import { readContinuation, readLogin } from './cookies.ts'
import { resume } from './enter.ts'
import { followOutcome } from './follow-outcome.ts'
import { type Credentials, type Linking, linkLogin } from './link-login.ts'
import { SIGN_IN_PATH } from './proceed.ts'
import { type Exchange, withWords } from './show-failure.ts'
import { sameOriginOnly } from './same-origin.ts'
import { type SignInProps, signInPage } from './pages/sign-in-page.tsx'

/** Where a person links a login they already have. */
export function addSignInRoutes(app: FastifyInstance, context: Context): void {
  const options = { errorHandler: withWords(context) }
  const posting = { ...options, preValidation: [sameOriginOnly(context.config.ticketOrigin)] }

  app.get(SIGN_IN_PATH, options, async (request, reply) => show(context, { request, reply }, {}))

  app.post(SIGN_IN_PATH, posting, async (request, reply) => {
    const token = readContinuation(context.vault, request)
    if (token === null) throw new ServiceError('SESSION_EXPIRED')
    const credentials = readCredentials(request)
    if (credentials === null) return show(context, { request, reply }, { error: 'Fill in both fields.' })
    const linking = await linkLogin(context, token, credentials)
    if (linking.kind !== 'linked') {
      return show(context, { request, reply }, { ...answerTo(linking), email: credentials.email })
    }
    const outcome = await resume(context, token, { currentLogin: readLogin(request), mayReplaceLogin: true })
    return followOutcome(context, { request, reply }, outcome)
  })
}

type Said = Partial<Pick<SignInProps, 'error' | 'accounts' | 'email'>>

async function show(context: Context, { request, reply }: Exchange, said: Said) {
  const remembered = await rememberedOf(context, request)
  const { session } = remembered
  const account = await findAccount(context.db, session.account_id)
  const page = signInPage({
    email: account?.loginEmail ?? session.email,
    isRelink: account !== undefined && isLinked(account),
    organiser: session.organiser,
    back: backOf(context, remembered),
    ...said,
  })
  return sendPage({ request, reply }, page, { status: said.error === undefined ? 200 : 422 })
}

function answerTo(linking: Exclude<Linking, { kind: 'linked' }>): Said {
  switch (linking.kind) {
    case 'wrong':
      return { error: 'E-mail or password is not right. Check both and try again.' }
    case 'too-many':
      return { error: 'There were too many attempts. Go back to your event and start again.' }
    case 'several':
      return {
        error: 'This login has several accounts. Choose one and enter the password again.',
        accounts: linking.accounts,
      }
  }
}

const Form = Type.Object({
  email: Type.String({ minLength: 3, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
  account_id: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
})

function readCredentials({ body }: FastifyRequest): Credentials | null {
  if (!Value.Check(Form, body)) return null
  const { email, password, account_id } = body
  return {
    email: email.trim(),
    password,
    accountId: account_id === undefined ? undefined : Number(account_id),
  }
}
