import type { TokenPair } from '@tuvens/contract'
import type { ApiResult } from '../api/result.ts'

export type Refresher = (token: string) => Promise<ApiResult<TokenPair>>

/** How long the new pair is kept for parallel requests that still carry the used token; the API's grace is as long. */
const GRACE_MS = 30_000

/** Exchanges refresh tokens. Requests that carry the same token share one exchange. */
export function createRefresher(exchange: Refresher, graceMs = GRACE_MS): Refresher {
  const shared = new Map<string, Promise<ApiResult<TokenPair>>>()
  return (token) => {
    const running = shared.get(token)
    if (running !== undefined) return running
    const started = exchange(token)
    shared.set(token, started)
    void started.then((answer) => {
      if (!answer.ok) shared.delete(token)
      else setTimeout(() => shared.delete(token), graceMs).unref()
    })
    return started
  }
}
