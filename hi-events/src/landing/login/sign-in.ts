import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { hasLogin } from '../../mapping/account.ts'
import { findAccount } from '../../mapping/store.ts'
import { clientIp } from '../../web/client-ip.ts'
import { lineOf } from '../../web/line-of.ts'
import { durationOf } from '@tuvens/platform/text/duration'
import { type Reader, readerFor } from '../../web/reader.ts'
import { type HttpExchange, sendPage } from '../../web/send-page.ts'
import { cancelUrl, type ContinuedLanding, findRememberedSession, resume } from '../choose.ts'
import type { LandingContext } from '../context.ts'
import { attachLogin, type TypedCredentials } from './attach-login.ts'
import { type SignInPageProps, signInPage } from '../pages/sign-in-page.tsx'
import { attachRefusal, SIGN_IN_PATH } from '../proceed.ts'
import { sameOriginOnly } from '../same-origin.ts'
import { showErrors } from '../show-failure.ts'

/** Attaches a login that the organiser already has in the ticket system. */
export function addSignInRoutes(app: FastifyInstance, context: LandingContext): void {
  const options = { errorHandler: showErrors(context) }
  const postOptions = { ...options, preValidation: [sameOriginOnly(context.config.ticketOrigin)] }

  app.get(SIGN_IN_PATH, options, async (request, reply) => {
    const landing = await findAttachableLanding(context, request)
    return showSignIn(context, { request, reply, landing }, {})
  })

  app.post(SIGN_IN_PATH, postOptions, async (request, reply) => {
    const landing = await findAttachableLanding(context, request)
    const credentials = readCredentials(request)
    const refusal = credentials
      ? await tryAttach(readerFor(request), context, landing, {
          ...credentials,
          clientIp: clientIpOf(context, request),
        })
      : { error: readerFor(request).t('landing.refused.empty') }
    if (refusal === null) return resume(context, { request, reply }, { ...landing, isConfirmed: true })
    const typed = credentials && {
      email: credentials.email,
      shouldKeepPassword: credentials.shouldKeepPassword,
    }
    const feedback = { ...refusal, ...typed }
    return showSignIn(context, { request, reply, landing }, feedback)
  })
}

/** Too many attempts are told on the same page: the organiser goes on there after the wait. */
async function tryAttach(
  { t, locale }: Reader,
  ...parameters: Parameters<typeof attachLogin>
): Promise<SignInRefusal | null> {
  try {
    const refusal = await attachLogin(...parameters)
    if (refusal === null) return null
    const { reason, ...rest } = refusal
    return { error: t(`landing.refused.${reason}`), ...rest }
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 'RATE_LIMITED')) throw error
    const { retryAfter = 60 } = error
    return { error: t('landing.refused.wait', { duration: durationOf(retryAfter, locale) }), retryAfter }
  }
}

function clientIpOf({ config }: LandingContext, { raw }: FastifyRequest): string {
  return clientIp(raw, config.proxyHops)
}

/**
 * @throws ServiceError SESSION_EXPIRED; PERMISSION_DENIED, LOGIN_EXISTS, EMAIL_NOT_VERIFIED when the session may not attach a
 *   login
 */
async function findAttachableLanding(
  context: LandingContext,
  request: FastifyRequest,
): Promise<ContinuedLanding> {
  const landing = await findRememberedSession(context, request)
  const refusal = attachRefusal(landing.session)
  if (refusal !== null) throw refusal
  return landing
}

type SignInRefusal = Pick<SignInPageProps, 'accounts'> & { error: string; retryAfter?: number }
type SignInFeedback = Partial<SignInRefusal> & Pick<Partial<SignInPageProps>, 'email' | 'shouldKeepPassword'>

async function showSignIn(
  context: LandingContext,
  { landing, ...exchange }: HttpExchange & { landing: ContinuedLanding },
  { retryAfter, ...feedback }: SignInFeedback,
): Promise<FastifyReply> {
  const { session } = landing
  const account = await findAccount(context.db, session.account_id)
  const page = signInPage({
    email: account?.loginEmail ?? session.email,
    repeatedFor: account === undefined || !hasLogin(account) ? null : (account.credentialKind ?? 'nothing'),
    canKeepPassword: context.login.needsCredential,
    session,
    cancelUrl: cancelUrl(context, landing),
    reader: readerFor(exchange.request),
    ...feedback,
  })
  if (retryAfter !== undefined) exchange.reply.header('retry-after', Math.ceil(retryAfter))
  const refusedStatus = retryAfter === undefined ? 422 : 429
  return sendPage(exchange, page, { status: feedback.error === undefined ? 200 : refusedStatus })
}

const MAX_EMAIL = 254

const SignInForm = Type.Object({
  email: Type.String({ maxLength: 300 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
  account_id: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
  keep_password: Type.Optional(Type.String({ maxLength: 20 })),
})

function readCredentials({ body }: FastifyRequest): TypedCredentials | null {
  if (!Value.Check(SignInForm, body)) return null
  const { password, account_id, keep_password } = body
  const email = lineOf(body.email, MAX_EMAIL)
  // No password of a ticket system holds a NUL: its JSON could not be sent.
  if (email.length < 3 || password.includes('\0')) return null
  return {
    email,
    password,
    accountId: account_id === undefined ? undefined : Number(account_id),
    shouldKeepPassword: keep_password !== undefined,
  }
}
