import { ServiceError } from '@tuvens/contract'
import { clientKey } from './client.ts'
import { createLimits, type LimitsOptions, recordRefusal } from './limit.ts'

/** Who tries a password, and for which login. */
export type Guess = { address: string; target: string }

/** Limits how often passwords of one login can be guessed, over all addresses. */
export type GuessLimit = {
  /**
   * Counts an attempt before its password is checked.
   *
   * @returns whether this client has signed in to this login before
   * @throws ServiceError RATE_LIMITED with the time after which the next attempt may come
   */
  begin: (guess: Guess) => Promise<{ isKnown: boolean }>
  /** The password was right: forgets the attempts for this login, takes that of the client back, and remembers the client. */
  succeed: (guess: Guess) => Promise<void>
}

/** Attempts in an hour without a pause. */
const FREE_ATTEMPTS = 5
const MAX_DELAY_SECONDS = 900
const DAY_SECONDS = 24 * 3600
const RULES = {
  attempts: { points: FREE_ATTEMPTS, seconds: 3600 },
  delay: { points: 1, seconds: MAX_DELAY_SECONDS },
  /** Of one client, whatever the logins. Right ones do not count. */
  clientAttempts: { points: 20, seconds: 600 },
  knownClients: { points: 1, seconds: 30 * DAY_SECONDS },
}

/**
 * A client has so many wrong passwords, for all logins. For one login, after the first attempts each further one waits
 * twice as long as the one before, up to a quarter of an hour. A client that has signed in to this login before is counted
 * by itself: a stranger who guesses delays the owner of the login only where they sign in for the first time.
 */
export function createGuessLimit(options: Omit<LimitsOptions<string>, 'rules'>): GuessLimit {
  const limits = createLimits({ ...options, rules: RULES })
  const lookUp = async (guess: Guess) => {
    const own = ownKey(guess)
    const isKnown = (await limits.peek('knownClients', own)).used > 0
    return { isKnown, key: isKnown ? own : guess.target.toLowerCase() }
  }
  const countForClient = async ({ address }: Guess) => {
    const state = await limits.count('clientAttempts', clientKey(address))
    if (!state.isAllowed) throw refusal(state.resetMs)
  }
  return {
    begin: async (guess) => {
      const { key, isKnown } = await lookUp(guess)
      if (!isKnown) await countForClient(guess)
      const pause = await limits.peek('delay', key)
      if (!pause.isAllowed) {
        recordRefusal('delay')
        throw refusal(pause.resetMs)
      }
      const { used, isAllowed } = await limits.count('attempts', key)
      if (isAllowed) return { isKnown }
      // Of attempts at the same moment, only the one that begins the delay is checked.
      const delay = await limits.count('delay', key, { seconds: delaySeconds(used - FREE_ATTEMPTS) })
      if (!delay.isAllowed) throw refusal(delay.resetMs)
      return { isKnown }
    },
    succeed: async (guess) => {
      const { key, isKnown } = await lookUp(guess)
      await Promise.all([
        limits.forget('attempts', key),
        limits.forget('delay', key),
        // All of them would let a client guess for ever that signs in to a login of its own in between.
        ...(isKnown ? [] : [limits.giveBack('clientAttempts', clientKey(guess.address))]),
      ])
      await limits.count('knownClients', ownKey(guess))
    },
  }
}

function delaySeconds(attempt: number): number {
  return Math.min(MAX_DELAY_SECONDS, 2 ** Math.min(attempt, 20))
}

function ownKey({ address, target }: Guess): string {
  return `${target.toLowerCase()} ${clientKey(address)}`
}

function refusal(ms: number): ServiceError {
  return new ServiceError('RATE_LIMITED', { retryAfter: Math.max(1, ms / 1000) })
}
