import type { Urgency } from '../upstream/limits/budget.ts'
import type { Pass } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { AccountWithLogin } from './account.ts'
import type { LoginMethod } from './login-method.ts'

/** JWTs of our own calls, one an account, so that not every call costs a sign-in. */
export type ServiceTokens = {
  /** Runs `work` with a token, counted against the account; one that has stopped working is replaced once. */
  use: <T>(account: AccountWithLogin, work: (token: Pass) => Promise<T>, urgency?: Urgency) => Promise<T>
  /** Takes over a token that came by another way, e.g. from a registration. */
  keep: (account: KeptFor, token: string) => void
  /** Gives a token made in the last minute to one session, which saves it a sign-in; null when there is none. */
  takeNew: (account: KeptFor) => Promise<string | null>
  forget: (accountId: number) => void
}

const LIFETIME_MS = 6 * 60 * 60 * 1000
const NEW_MS = 60_000
const MAX_CACHED = 10_000

/** A token is used as long as the account has the same credential. */
type KeptFor = Pick<AccountWithLogin, 'id' | 'credential'>

type CachedToken = { token: Promise<string>; madeAt: number; isTaken: boolean; credential: Buffer | null }

const isSame = (one: Buffer | null, other: Buffer | null) =>
  one === other || (one !== null && other !== null && one.equals(other))

/** Keeps tokens in memory for six hours; `now` gives milliseconds. */
export function createServiceTokens(login: LoginMethod, now: () => number): ServiceTokens {
  const cache = new Map<number, CachedToken>()

  const keep = ({ id, credential }: KeptFor, token: Promise<string>) => {
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? id)
    cache.set(id, { token, madeAt: now(), isTaken: false, credential })
    token.catch(() => cache.delete(id))
    return token
  }
  const find = ({ id, credential }: KeptFor, maxAgeMs: number) => {
    const found = cache.get(id)
    const isUsable =
      found !== undefined && found.madeAt + maxAgeMs > now() && isSame(found.credential, credential)
    return isUsable ? found : undefined
  }
  const tokenFor = (account: AccountWithLogin) =>
    find(account, LIFETIME_MS)?.token ?? keep(account, login.signIn(account))

  return {
    keep: (account, token) => void keep(account, Promise.resolve(token)),
    takeNew: async (account) => {
      const found = find(account, NEW_MS)
      if (found === undefined || found.isTaken) return null
      found.isTaken = true
      return found.token
    },
    forget: (accountId) => void cache.delete(accountId),
    use: async (account, work, urgency = 'prompt') => {
      const pass = async () => ({ token: await tokenFor(account), accountId: account.id, urgency })
      const first = await pass()
      try {
        return await work(first)
      } catch (error) {
        if (!isUpstream(error, 'unauthorised')) throw error
        cache.delete(account.id)
        return work(await pass())
      }
    },
  }
}
