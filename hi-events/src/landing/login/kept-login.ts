import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type AccountWithLogin, hasLogin, openCredential, sealCredential } from '../../mapping/account.ts'
import { findAccount, replacePassword } from '../../mapping/store.ts'
import { nullIfLocked } from '../../mapping/vault.ts'
import { createWriteRecord } from '../../passthrough/login/record-write.ts'
import { removeLogin } from '../../ticket-session/remove-login.ts'
import { openUpstreamToken } from '../../ticket-session/seal.ts'
import type { TicketSession } from '../../ticket-session/ticket-session.ts'
import { isUpstream } from '../../upstream/errors.ts'
import { readerFor } from '../../web/reader.ts'
import { sendPage } from '../../web/send-page.ts'
import type { LandingContext } from '../context.ts'
import { readTicketToken } from '../cookies.ts'
import { KEPT_LOGIN_PATH, keptLoginPage } from '../pages/kept-login-page.tsx'
import { sameOriginOnly } from '../same-origin.ts'
import { showErrors } from '../show-failure.ts'

/** Shows members of an account what is kept of its login, and removes it. */
export function addKeptLoginRoutes(app: FastifyInstance, context: LandingContext): void {
  const { config, login } = context
  const options = { errorHandler: showErrors(context) }
  const { recordWrite, recordAnswer } = createWriteRecord(context)
  const postOptions = { ...options, preValidation: [sameOriginOnly(config.ticketOrigin)] }

  app.get(KEPT_LOGIN_PATH, options, async (request, reply) => {
    const account = (await findMember(context, request))?.account ?? null
    const kept = account && {
      account: account.name,
      loginEmail: account.loginEmail,
      kind: account.credentialKind,
    }
    const removal = Value.Check(RemovalForm, request.query) ? request.query.remove : null
    const page = keptLoginPage({
      kept,
      removal,
      needsCredential: login.needsCredential,
      siteUrl: config.siteUrl,
      reader: readerFor(request),
    })
    return sendPage({ request, reply }, page)
  })

  app.post(KEPT_LOGIN_PATH, postOptions, async (request, reply) => {
    const member = await findMember(context, request)
    if (member === null) throw new ServiceError('PERMISSION_DENIED')
    if (!Value.Check(RemovalForm, request.body)) throw new ServiceError('VALIDATION_ERROR')
    await recordWrite(request.raw, member.session)
    await REMOVALS[request.body.remove](context, member.account)
    recordAnswer(request.raw, 303)
    return reply.redirect(KEPT_LOGIN_PATH, 303)
  })
}

const RemovalForm = Type.Object({ remove: Type.Enum(['password', 'everything']) })

type Member = { session: TicketSession; account: AccountWithLogin }

/** Owners and admins of an account, and who signed in to its login; null for everybody else. */
async function findMember(context: LandingContext, request: FastifyRequest): Promise<Member | null> {
  const token = readTicketToken(context.config.ticketOrigin, request)
  const resolution = token === null ? null : await context.ticketSessions.resolve(token)
  if (resolution?.kind !== 'live' || resolution.session.person === null) return null
  const { session } = resolution
  const { accountId, userId } = resolution.session.person
  const account = await findAccount(context.db, accountId)
  if (account === undefined || !hasLogin(account)) return null
  const isTheirs = session.access === 'full' || account.credentialUserId === userId
  return isTheirs ? { session, account } : null
}

const REMOVALS = { password: removePassword, everything: removeEverything }

/** A token takes the place of the password, where the password still gives one. */
async function removePassword(context: LandingContext, account: AccountWithLogin): Promise<void> {
  if (account.credentialKind !== 'kept-password') return
  await replacePassword(context.db, account.id, await tokenInstead(context, account))
}

async function tokenInstead(
  { login, vault }: LandingContext,
  account: AccountWithLogin,
): Promise<Buffer | null> {
  try {
    return sealCredential(vault, account.id, await login.signIn(account))
  } catch (error) {
    if (isUpstream(error)) return null
    throw error
  }
}

/** The sign-ins end in the ticket system too, so that no copy of their tokens works. */
async function removeEverything(context: LandingContext, { id }: AccountWithLogin): Promise<void> {
  const { db, vault, tokens } = context
  const removed = await removeLogin(db, id)
  tokens.forget(id)
  if (removed === null) return
  const { credential, kind, sessions } = removed
  const shared = kind === 'token' ? nullIfLocked(() => openCredential(vault, { id, credential })) : null
  const own = sessions.map((each) =>
    nullIfLocked(() => openUpstreamToken(vault, each.id, each.upstreamToken)),
  )
  for (const token of [shared, ...own]) if (token !== null) await signOut(context, token)
}

/** A token that cannot be signed out expires by itself. */
async function signOut({ hiEvents, log }: LandingContext, token: string): Promise<void> {
  await hiEvents.logout(token).catch((error: unknown) => {
    log.warn({ err: error }, 'A token of the ticket system could not be signed out')
  })
}
