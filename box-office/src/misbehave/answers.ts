import { pathOf } from '@tuvens/platform/path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { ANSWER_KINDS, type AnswerKind, type Facts, type Rule, type Rules } from './rules.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What goes wrong with this call. */
    misbehaviour: Rule<AnswerKind> | null
  }
}

/** `instead` of the call, which then is not carried out; or `after` it, in place of its answer. */
type Misbehaviour = {
  instead?: (reply: FastifyReply, rule: Rule) => Promise<FastifyReply | undefined>
  after?: (reply: FastifyReply, payload: string) => unknown
}

const ANSWERS: Record<AnswerKind, Misbehaviour> = {
  error: {
    instead: async (reply, { status, retryAfter }) => {
      if (retryAfter !== null) reply.header('retry-after', retryAfter)
      return reply.code(status).send({ message: status === 429 ? 'Too Many Attempts.' : 'Server Error' })
    },
  },
  html: { instead: async (reply) => reply.type('text/html; charset=utf-8').send(PAGE) },
  slow: {
    instead: async (_reply, { ms }) => {
      await sleep(ms)
      return undefined
    },
  },
  cut: {
    after: (reply, payload) => {
      reply.header('content-length', Buffer.byteLength(payload))
      return Readable.from(half(payload))
    },
  },
  lose: {
    after: (reply, payload) => {
      reply.raw.socket?.destroy()
      return payload
    },
  },
  gateway: {
    after: (reply) => {
      reply.code(504).type('text/html; charset=utf-8')
      return PAGE
    },
  },
}

const PAGE = '<!DOCTYPE html><html lang="en"><title>One moment</title><p>One moment, please.</p></html>'

async function* half(payload: string): AsyncGenerator<string> {
  yield payload.slice(0, payload.length / 2)
  await turn()
  throw new TypeError('The rest of the answer is cut off')
}

/** Makes answers of the REST API misbehave as the rules say. */
export function misbehaveInAnswers(app: FastifyInstance, rules: Rules): void {
  app.decorateRequest('misbehaviour', null)
  app.addHook('preHandler', async (request, reply) => {
    const facts = factsOf(request)
    const rule = facts === null ? undefined : rules.take(ANSWER_KINDS, facts)
    if (rule === undefined) return undefined
    request.misbehaviour = rule
    return ANSWERS[rule.kind].instead?.(reply, rule)
  })
  app.addHook('onSend', async ({ misbehaviour }, reply, payload) => {
    const after = misbehaviour === null ? undefined : ANSWERS[misbehaviour.kind].after
    return after === undefined ? payload : after(reply, typeof payload === 'string' ? payload : '')
  })
}

/** null: a page, whose answers are none of the REST API's. */
function factsOf({ method, url, bearer }: FastifyRequest): Facts | null {
  const path = pathOf(url)
  if (!path.startsWith('/api/')) return null
  const idIn = (pattern: RegExp) => Number(pattern.exec(path)?.[1])
  return {
    account: bearer?.accountId ?? null,
    organizer: idIn(/\/organizers\/(\d+)/),
    event: idIn(/\/events\/(\d+)/),
    path: `${method} ${path}`,
  }
}
