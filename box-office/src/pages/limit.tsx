import { clientKey } from '@tuvens/platform/limits/client'
import { createLimits } from '@tuvens/platform/limits/limit'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { PageContext } from './kit/context.ts'
import { sendPage } from './kit/layout/send-page.ts'
import { TooManyPage } from './too-many-page.tsx'

/** Sign-in attempts per minute from one IP address: enough for a person, too few to guess passwords. */
const MAX_SIGN_INS = 30

/** Limits posts per minute as the REST API limits calls: per user, or per IP address for a signed-out user. */
export function limitPosts({ config, clock, redis }: PageContext): preHandlerAsyncHookHandler {
  const rules = {
    posts: { points: config.rateLimit, seconds: 60 },
    signIns: { points: Math.min(MAX_SIGN_INS, config.rateLimit), seconds: 60 },
  }
  const limits = createLimits({ rules, service: 'box-office', redis, clock })
  return async (request, reply) => {
    if (request.method !== 'POST') return undefined
    const name = request.url.startsWith('/auth/') ? 'signIns' : 'posts'
    const { isAllowed, resetMs } = await limits.count(name, keyOf(request))
    if (isAllowed) return undefined
    const seconds = Math.max(1, Math.ceil(resetMs / 1000))
    reply.header('retry-after', String(seconds))
    return sendPage(reply, <TooManyPage seconds={seconds} />, 429)
  }
}

function keyOf({ bearer, ip }: FastifyRequest): string {
  return bearer === null ? `address ${clientKey(ip)}` : `user ${bearer.userId}`
}
