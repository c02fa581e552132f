import { signRequest } from '@tuvens/contract/signatures'
import type { Pool } from 'undici'
import { type BenchCall, drive, openPool } from '../measure/drive.ts'
import type { Subject } from '../measure/rounds.ts'
import { type Sample, sampleOf } from '../measure/sample.ts'
import type { BenchOrganiser } from '../stage/organisers.ts'

export type SessionPhase = 'issue' | 'validate'
export type SessionSubject = Subject<SessionPhase, Sample> & { close: () => Promise<void> }

export type SessionTarget = {
  name: string
  url: string
  server: number
  postmaster: number
  count: number
  /** Returns the issuing call with this index. */
  issue: (index: number) => BenchCall
  tokenOf: (body: string) => string
  validate: (token: string) => BenchCall
}

/** Issues `count` tokens, then consumes each of them once. */
export function createSubject(target: SessionTarget): SessionSubject {
  const pool = openPool(target.url)
  let tokens: string[] = []
  const issue = async () => {
    const calls = Array.from({ length: target.count }, (_, index) => target.issue(index))
    const { bodies, ...sample } = await measured(pool, target, calls)
    tokens = bodies.map(target.tokenOf)
    return sample
  }
  return {
    name: target.name,
    phases: { issue, validate: () => measured(pool, target, tokens.map(target.validate)) },
    close: () => pool.destroy(),
  }
}

function measured(pool: Pool, target: SessionTarget, calls: BenchCall[]) {
  return sampleOf(target, () => drive(pool, calls))
}

/** The two calls of the API, signed as the contract requires. The floor accepts the same calls. */
export function apiCalls(
  organisers: readonly BenchOrganiser[],
  secret: string,
): Pick<SessionTarget, 'issue' | 'tokenOf' | 'validate'> {
  const path = '/api/cross-app/validate-session'
  const calls = organisers.map(({ token, eventId }) => issueCallOf(token, eventId))
  return {
    issue: (index) => calls[index % calls.length] ?? issueCallOf('', ''),
    tokenOf: (body) => JSON.parse(body).session_token,
    validate: (token) => {
      const body = JSON.stringify({ session_token: token })
      const signed = signRequest([secret], { method: 'POST', path, body }, Date.now())
      return { method: 'POST', path, headers: { 'content-type': 'application/json', ...signed }, body }
    },
  }
}

function issueCallOf(token: string, eventId: string): BenchCall {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return {
    method: 'POST',
    path: '/api/cross-app/generate-session',
    headers,
    body: JSON.stringify({ event_id: eventId }),
  }
}

/** The two calls of the plugin. A token is issued for the user of the cookies. */
export function betterAuthCalls(
  cookies: readonly string[],
): Pick<SessionTarget, 'issue' | 'tokenOf' | 'validate'> {
  return {
    issue: (index) => ({
      method: 'GET',
      path: '/api/auth/one-time-token/generate',
      headers: { cookie: cookies[index % cookies.length] ?? '' },
    }),
    tokenOf: (body) => JSON.parse(body).token,
    validate: (token) => ({
      method: 'POST',
      path: '/api/auth/one-time-token/verify',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    }),
  }
}
