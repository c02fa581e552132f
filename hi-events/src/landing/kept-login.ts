import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type AccountWithLogin, hasLogin, sealCredential, type StoredCredential } from '../mapping/account.ts'
import { readAccountToken } from '../mapping/account-token.ts'
import { findAccount, replaceCredential } from '../mapping/store.ts'
import type { TicketSession } from '../ticket-session/ticket-session.ts'
import { insertWrite } from '../ticket-session/writes.ts'
import { isUpstream } from '../upstream/errors.ts'
import { clientIp } from '../web/client-ip.ts'
import { sendPage } from '../web/send-page.ts'
import type { LandingContext } from './context.ts'
import { readTicketToken } from './cookies.ts'
import { KEPT_LOGIN_PATH, keptLoginPage } from './pages/kept-login-page.tsx'
import { sameOriginOnly } from './same-origin.ts'
import { showErrors } from './show-failure.ts'

/** Shows members of an account what is kept of its login, and removes it. */
export function addKeptLoginRoutes(app: FastifyInstance, context: LandingContext): void {
  const { config, login } = context
  const options = { errorHandler: showErrors(context) }
  const postOptions = { ...options, preValidation: [sameOriginOnly(config.ticketOrigin)] }

  app.get(KEPT_LOGIN_PATH, options, async (request, reply) => {
    const account = (await findMember(context, request))?.account ?? null
    const kept = account && {
      account: account.name,
      loginEmail: account.loginEmail,
      kind: account.credentialKind,
    }
    const page = keptLoginPage({ kept, needsCredential: login.needsCredential, siteUrl: config.siteUrl })
    return sendPage({ request, reply }, page)
  })

  app.post(KEPT_LOGIN_PATH, postOptions, async (request, reply) => {
    const member = await findMember(context, request)
    if (member === null) throw new ServiceError('PERMISSION_DENIED')
    if (!Value.Check(RemovalForm, request.body)) throw new ServiceError('VALIDATION_ERROR')
    await recordRemoval(context, request, member.session)
    await REMOVALS[request.body.remove](context, member.account)
    return reply.redirect(KEPT_LOGIN_PATH, 303)
  })
}

const RemovalForm = Type.Object({ remove: Type.Enum(['password', 'everything']) })

type Member = { session: TicketSession; account: AccountWithLogin }

/** Who manages tickets of an account in this browser; null for everybody else. */
async function findMember(context: LandingContext, request: FastifyRequest): Promise<Member | null> {
  const token = readTicketToken(request)
  const resolution = token === null ? null : await context.ticketSessions.resolve(token)
  if (resolution?.kind !== 'live' || resolution.session.access === 'view') return null
  const { session } = resolution
  const account = session.person && (await findAccount(context.db, session.person.accountId))
  return account && hasLogin(account) ? { session, account } : null
}

const REMOVALS = { password: removePassword, everything: removeEverything }

/** A token takes the place of the password, where the password still gives one. */
async function removePassword(context: LandingContext, account: AccountWithLogin): Promise<void> {
  if (account.credentialKind !== 'kept-password') return
  const instead = await tokenInstead(context, account)
  await replaceCredential(context.db, account.id, { kinds: ['kept-password'], instead })
}

async function tokenInstead(
  { login, vault }: LandingContext,
  account: AccountWithLogin,
): Promise<StoredCredential | null> {
  try {
    return { kind: 'token', sealed: sealCredential(vault, account.id, await login.signIn(account)) }
  } catch (error) {
    if (isUpstream(error)) return null
    throw error
  }
}

/** The sign-in ends in the ticket system too, so that no copy of its token works. */
async function removeEverything(context: LandingContext, { id }: AccountWithLogin): Promise<void> {
  const { db, hiEvents, log, tokens } = context
  const held = await readAccountToken(context, id)
  await replaceCredential(db, id, { kinds: ['kept-password', 'token'], instead: null })
  tokens.forget(id)
  if (held === null) return
  await hiEvents.logout(held.token).catch((error: unknown) => {
    log.warn({ err: error, account_id: id }, 'A token could not be signed out; it expires by itself')
  })
}

function recordRemoval(
  { db, newId, config }: LandingContext,
  { raw, method }: FastifyRequest,
  { id, person }: TicketSession,
): Promise<void> {
  return insertWrite(db, {
    id: newId(),
    sessionId: id,
    userId: person?.userId ?? null,
    accountId: person?.accountId ?? null,
    method,
    path: KEPT_LOGIN_PATH,
    address: clientIp(raw, config.proxyHops),
  })
}
