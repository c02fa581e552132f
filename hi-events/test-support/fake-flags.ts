import type { FlagOutcome, FlagState } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import type { FakeRequest, FakeResponse } from './server.ts'

/** The flags of the fake Tuvens API, and what the ticket origin told of their paths. */
export type FakeFlags = { states: FlagState[]; outcomes: FlagOutcome[] }

export function readFakeFlags({ states }: FakeFlags, { headers }: FakeRequest): FakeResponse {
  const etag = `"${createHash('sha256').update(JSON.stringify(states)).digest('base64url')}"`
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
  return { status: 200, body: { flags: states }, headers: { etag } }
}

export function takeFakeOutcomes(flags: FakeFlags, { body }: FakeRequest): FakeResponse {
  flags.outcomes.push(...(body['outcomes'] as FlagOutcome[]))
  return { status: 204 }
}
