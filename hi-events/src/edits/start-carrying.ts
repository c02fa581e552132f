import { isDatabaseAway } from '@tuvens/platform/db/failures'
import type { FlagVerdict } from '@tuvens/platform/flags/flags'
import { type Backoff, type Loop, pauseAfter, startQueue } from '@tuvens/platform/work'
import {
  type ClaimedDetails,
  claimDetails,
  HELD_MS,
  holdComparison,
  postponeComparison,
} from '../details/store.ts'
import { isUpstream, UpstreamError, type UpstreamFailure } from '../upstream/errors.ts'
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
    traceparentOf: ({ traceparent }) => traceparent,
    handle: (claimed) => carryUnlessOff(context, claimed),
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

/** What the flag holds waits, with nothing lost: the newest details are carried when it is on again. */
async function carryUnlessOff(context: EditsContext, claimed: ClaimedDetails): Promise<void> {
  const { eventId, dueAt, accountId } = claimed
  await context.flags.run(
    'carried-edits',
    { accountId, eventId },
    {
      on: () => carry(context, eventId, dueAt),
      off: () => holdComparison(context.db, claimed, HELD_MS),
      judge: (settled) => ('error' in settled ? verdictOf(settled.error) : 'ok'),
    },
  )
}

/** What says nothing about what we write: a ticket system that is away or busy, a login or an event that is gone. */
const IGNORED: readonly UpstreamFailure[] = ['unreachable', 'limited', 'resting', 'unauthorised', 'missing']

function verdictOf(error: unknown): FlagVerdict {
  if (isDatabaseAway(error)) return 'ignored'
  return error instanceof UpstreamError && IGNORED.includes(error.failure) ? 'ignored' : 'failed'
}
