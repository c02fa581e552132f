import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { PageContext } from '../context.ts'
import { authenticate } from '../../../identity/session.ts'
import { type Principal, principalOf } from '../../../rest/principal.ts'
import { findAccount } from '../../../identity/store.ts'
import type { Assets } from '../layout/assets.ts'
import { loginPathFor } from './return-path.ts'
import { seeOther } from '../layout/send-page.ts'

/** Finds who is signed in and prepares what the frame of the page shows. */
export function identifyUser(context: PageContext, assets: Assets) {
  const { smtpUrl, mailbox } = context.config
  const unsent = mailbox ? 'mailbox' : 'kept'
  const mail = smtpUrl === undefined ? unsent : 'sent'
  return async (request: FastifyRequest): Promise<void> => {
    const bearer = await authenticate(context, request.cookies['token'])
    const accountId = bearer === null || bearer.role === null ? null : bearer.accountId
    const account = accountId === null ? undefined : await findAccount(context.db, accountId)
    request.bearer = account === undefined ? null : bearer
    request.shell = {
      assets,
      account: account === undefined ? null : { name: account.name },
      path: request.url,
      mail,
    }
  }
}

/** Sends a signed-out user to the sign-in page, which returns to this address. */
export const requireSignIn: preHandlerAsyncHookHandler = async (request, reply) => {
  if (request.bearer === null) return toLogin(request, reply)
  return undefined
}

function toLogin(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return seeOther(reply, loginPathFor(request.url))
}

/** Only for routes behind `requireSignIn`. */
export function principal(request: FastifyRequest): Principal {
  if (request.bearer === null) throw new TypeError('this page is not behind requireSignIn')
  return principalOf(request.bearer)
}
