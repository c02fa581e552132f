import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { PageContext as Context } from './kit/context.ts'
import { authenticate } from '../identity/session.ts'
import { type Principal, principalOf } from '../rest/principal.ts'
import { findUser } from '../identity/store.ts'
import type { Assets } from './kit/assets.ts'
import { loginFor } from './kit/next.ts'
import { seeOther } from './kit/send.ts'

/** Learns who is asking, and prepares the frame of the page. */
export function recognise(context: Context, assets: Assets) {
  const { smtpUrl, mailbox } = context.config
  const unsent = mailbox ? 'mailbox' : 'kept'
  const mail = smtpUrl === undefined ? unsent : 'sent'
  return async (request: FastifyRequest): Promise<void> => {
    const bearer = await authenticate(context, request.cookies['token'])
    const user =
      bearer === null || bearer.role === null ? undefined : await findUser(context.db, bearer.userId)
    request.bearer = user === undefined ? null : bearer
    request.shell = {
      assets,
      user:
        user === undefined
          ? null
          : { name: `${user.first_name} ${user.last_name}`.trim(), email: user.email },
      path: request.url,
      mail,
    }
  }
}

/** Who is signed out meets the sign-in page, which leads back here. */
export const requireLogin: preHandlerAsyncHookHandler = async (request, reply) => {
  if (request.bearer === null) return toLogin(request, reply)
  return undefined
}

function toLogin(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return seeOther(reply, loginFor(request.url))
}

/** Only behind `requireLogin`. */
export function principal(request: FastifyRequest): Principal {
  if (request.bearer === null) throw new TypeError('this page is not behind requireLogin')
  return principalOf(request.bearer)
}
