import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { isLinked } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import { cancelUrl, findRememberedSession } from './choose.ts'
import type { LandingContext } from './context.ts'
import { readContinuation, readLogin } from './cookies.ts'
import { resume } from './enter.ts'
import { followOutcome } from './follow-outcome.ts'
import { type LinkLoginResult, linkLogin, type TypedCredentials } from './link-login.ts'
import { type SignInPageProps, signInPage } from './pages/sign-in-page.tsx'
import { SIGN_IN_PATH } from './proceed.ts'
import { sameOriginOnly } from './same-origin.ts'
import { showErrors } from './show-failure.ts'

/** Links a login that the organiser already has in the ticket system. */
export function addSignInRoutes(app: FastifyInstance, context: LandingContext): void {
  const options = { errorHandler: showErrors(context) }
  const postOptions = { ...options, preValidation: [sameOriginOnly(context.config.ticketOrigin)] }

  app.get(SIGN_IN_PATH, options, async (request, reply) => showSignIn(context, { request, reply }, {}))

  app.post(SIGN_IN_PATH, postOptions, async (request, reply) => {
    const token = readContinuation(context.vault, request)
    if (token === null) throw new ServiceError('SESSION_EXPIRED')
    const credentials = readCredentials(request)
    if (credentials === null)
      return showSignIn(context, { request, reply }, { error: 'Fill in both fields.' })
    const result = await linkLogin(context, token, credentials)
    if (result.kind !== 'linked') {
      const feedback = { ...feedbackFor(result), email: credentials.email }
      return showSignIn(context, { request, reply }, feedback)
    }
    const outcome = await resume(context, token, { currentLogin: readLogin(request), mayReplaceLogin: true })
    return followOutcome(context, { request, reply }, outcome)
  })
}

type SignInFeedback = Partial<Pick<SignInPageProps, 'error' | 'accounts' | 'email'>>

async function showSignIn(
  context: LandingContext,
  exchange: HttpExchange,
  feedback: SignInFeedback,
): Promise<FastifyReply> {
  const remembered = await findRememberedSession(context, exchange.request)
  const { session } = remembered
  const account = await findAccount(context.db, session.account_id)
  const page = signInPage({
    email: account?.loginEmail ?? session.email,
    isRelink: account !== undefined && isLinked(account),
    organiser: session.organiser,
    cancelUrl: cancelUrl(context, remembered),
    ...feedback,
  })
  return sendPage(exchange, page, { status: feedback.error === undefined ? 200 : 422 })
}

function feedbackFor(result: Exclude<LinkLoginResult, { kind: 'linked' }>): SignInFeedback {
  switch (result.kind) {
    case 'wrong':
      return { error: 'E-mail or password is not right. Check both and try again.' }
    case 'too-many':
      return { error: 'There were too many attempts. Go back to your event and start again.' }
    case 'several':
      return {
        error: 'This login has several accounts. Choose one and enter the password again.',
        accounts: result.accounts,
      }
  }
}

const SignInForm = Type.Object({
  email: Type.String({ minLength: 3, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
  account_id: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
})

function readCredentials({ body }: FastifyRequest): TypedCredentials | null {
  if (!Value.Check(SignInForm, body)) return null
  const { email, password, account_id } = body
  return {
    email: email.trim(),
    password,
    accountId: account_id === undefined ? undefined : Number(account_id),
  }
}
