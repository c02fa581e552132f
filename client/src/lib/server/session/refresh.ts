import type { TokenPair } from '@tuvens/contract'
import type { Answer } from '../api/answer.ts'

export type Refresher = (token: string) => Promise<Answer<TokenPair>>

/** The API takes a used refresh token again for this long; a late parallel request gets the same new pair from here. */
const GRACE_MS = 30_000

/** Exchanges refresh tokens; requests that carry the same one share one exchange. */
export function createRefresher(exchange: Refresher, graceMs = GRACE_MS): Refresher {
  const shared = new Map<string, Promise<Answer<TokenPair>>>()
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
