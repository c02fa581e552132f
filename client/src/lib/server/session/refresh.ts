import type { TokenPair } from '@tuvens/contract'
import type { ApiResult } from '../api/result.ts'

/** `caller` is for whom: the API limits and lists visitors, not this server. */
export type Refresher<C> = (token: string, caller: C) => Promise<ApiResult<TokenPair>>

/** How long the new pair is kept for parallel requests that still carry the used token; the API's grace is as long. */
const GRACE_MS = 30_000

/** Exchanges refresh tokens. Requests that carry the same token share one exchange. */
export function createRefresher<C>(exchange: Refresher<C>, graceMs = GRACE_MS): Refresher<C> {
  const shared = new Map<string, Promise<ApiResult<TokenPair>>>()
  return (token, caller) => {
    const running = shared.get(token)
    if (running !== undefined) return running
    const started = exchange(token, caller)
    shared.set(token, started)
    void started.then((answer) => {
      if (!answer.ok) shared.delete(token)
      else setTimeout(() => shared.delete(token), graceMs).unref()
    })
    return started
  }
}
