import { pathOf } from '@tuvens/platform/http/path'
import type { Entrances } from '@tuvens/platform/limits/entrances'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EntranceName } from '../../base/entrances.ts'
import { clientIp } from '../../web/client-ip.ts'
import { durationOf } from '@tuvens/platform/text/duration'
import type { Refusal } from './refusals.ts'
import type { Refuse } from './refuse.tsx'
import { plainPathOf } from './rules.ts'

/**
 * Calls of the ticket system that strangers make and that change something, and the entrances that they come in by. Paths are
 * matched as the most lenient server behind us might read them.
 */
const LIMITED: readonly [method: string, path: RegExp, entrance: EntranceName][] = [
  ['POST', /^\/api\/public\/events\/[^/]+\/order\/?$/, 'order'],
  ['PUT', /^\/api\/public\/events\/[^/]+\/order\/[^/]+\/?$/, 'order'],
  ['POST', /^\/api\/public\/events\/[^/]+\/waitlist\/?$/, 'waitingList'],
  ['POST', /^\/event\/[^/]+(?:\/waitlist)?\/?$/, 'order'],
  ['POST', /^(?:\/api)?\/auth\/(?:login|register)\/?$/, 'upstreamLogin'],
  ['POST', /^\/api\/auth\/(?:forgot-password|reset-password|invitation)(?:\/[^/]+)?\/?$/, 'upstreamLogin'],
]

type LimitParts = { entrances: Entrances<EntranceName>; proxyHops: number; refuse: Refuse }
export type LimitCall = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** Counts such a call before it is passed on. */
export function createCallLimit({ entrances, proxyHops, refuse }: LimitParts): LimitCall {
  return (request, response, next) => {
    const entrance = entranceOf(request)
    if (entrance === null) return next()
    void entrances.check(entrance, { address: clientIp(request, proxyHops) }).then((refused) => {
      if (refused === null) return next()
      return refuse(request, response, tooMany(refused))
    })
  }
}

function entranceOf({ method, url = '/' }: IncomingMessage): EntranceName | null {
  if (method !== 'POST' && method !== 'PUT') return null
  const path = plainPathOf(pathOf(url)) ?? ''
  return LIMITED.find(([each, pattern]) => each === method && pattern.test(path))?.[2] ?? null
}

type Refused = { retryAfter: number; headers: Record<string, string> }

function tooMany({ retryAfter, headers }: Refused): Refusal {
  return {
    code: 'RATE_LIMITED',
    title: 'That was a lot at once',
    sentence: `Wait ${durationOf(retryAfter)}, then go back and send it again.`,
    retryAfter,
    headers,
  }
}
