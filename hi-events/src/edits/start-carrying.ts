import { type Backoff, type Loop, pauseAfter, startQueue } from '@tuvens/platform/work'
import { type ClaimedDetails, claimDetails, postponeComparison } from '../details/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import { carry } from './carry.ts'
import type { EditsContext } from './context.ts'

const CONCURRENCY = 5
const POLL_MS = 1_000
const BACKOFF: Backoff = { pausesMs: [1_000, 5_000, 15_000, 60_000], thenMs: 300_000, jitter: 0.2 }

/** Carries details that changed on either side. What fails is tried again until it is carried: there are no dead letters. */
export function startCarrying(context: EditsContext): Loop {
  return startQueue<ClaimedDetails>({
    name: 'edits',
    claim: (limit) => claimDetails(context.db, limit),
    handle: ({ eventId, dueAt }) => carry(context, eventId, dueAt),
    pauseAfter: ({ attempts }, error) => {
      const retryAfter = isUpstream(error, 'limited') ? (error.retryAfter ?? 0) : 0
      return Math.max(retryAfter * 1000, pauseAfter(BACKOFF, attempts) ?? 0)
    },
    postpone: async (claimed, { pauseMs, error }) => {
      context.log.warn({ err: error, eventId: claimed.eventId }, 'An edit could not be carried yet')
      const reason = isUpstream(error) ? error.failure : 'failed'
      await postponeComparison(context.db, claimed, { pauseMs, error: reason })
    },
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log: context.log,
    wakeUp: context.editsWakeUp,
  })
}
