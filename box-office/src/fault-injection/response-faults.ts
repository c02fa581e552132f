import { pathOf } from '@tuvens/platform/http/path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import {
  type FaultRule,
  type FaultRules,
  type FaultTarget,
  RESPONSE_FAULTS,
  type ResponseFault,
} from './rules.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The fault to inject into the response of this request. */
    fault: FaultRule<ResponseFault> | null
  }
}

/** Runs `before` the handler, which is skipped when this sends a response; or `after` it, to replace its response. */
type FaultHooks = {
  before?: (reply: FastifyReply, rule: FaultRule) => Promise<FastifyReply | undefined>
  after?: (reply: FastifyReply, payload: string) => unknown
}

const FAULTS: Record<ResponseFault, FaultHooks> = {
  error: {
    before: async (reply, { status, retryAfter }) => {
      if (retryAfter !== null) reply.header('retry-after', retryAfter)
      return reply.code(status).send({ message: status === 429 ? 'Too Many Attempts.' : 'Server Error' })
    },
  },
  html: { before: async (reply) => reply.type('text/html; charset=utf-8').send(PAGE) },
  slow: {
    before: async (_reply, { ms }) => {
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
  throw new Error('fault injection cuts the response off here')
}

/** Adds the faults of the matching rules to responses of the REST API. */
export function addResponseFaults(app: FastifyInstance, rules: FaultRules): void {
  app.decorateRequest('fault', null)
  app.addHook('preHandler', async (request, reply) => {
    const target = targetOf(request)
    const rule = target === null ? undefined : rules.take(RESPONSE_FAULTS, target)
    if (rule === undefined) return undefined
    request.fault = rule
    return FAULTS[rule.kind].before?.(reply, rule)
  })
  app.addHook('onSend', async ({ fault }, reply, payload) => {
    const after = fault === null ? undefined : FAULTS[fault.kind].after
    return after === undefined ? payload : after(reply, typeof payload === 'string' ? payload : '')
  })
}

/** @returns null for a page: faults are injected into the REST API only */
function targetOf({ method, url, bearer }: FastifyRequest): FaultTarget | null {
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
