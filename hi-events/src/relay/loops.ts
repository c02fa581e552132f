import type { RelayContext } from './context.ts'
import { reseal } from '../mapping/reseal.ts'
import { followShops } from '../sales/follow-shops.ts'
import { deleteExpiredSessions } from '../session/store.ts'
import { deliverMessages } from './deliver.ts'
import { processDeliveries } from './process.ts'
import type { Signal } from './signal.ts'
import { deleteOldDeliveries } from './store.ts'
import { followEnds, sweepAccounts } from './sweep.ts'

/** `stop` resolves when nothing is under way any more. */
export type Loops = { stop: () => Promise<void> }

const POLL_MS = 1_000
const TIDY_MS = 10 * 60 * 1000

/** Starts what works by itself: inbox, outbox, sweep, ends, shops, tidying. Each wakes by its signal and by a poll. */
export function startLoops(context: RelayContext): Loops {
  const loops = [
    loop(context, { signal: context.signals.inbox, every: POLL_MS, work: () => processDeliveries(context) }),
    loop(context, { signal: context.signals.outbox, every: POLL_MS, work: () => deliverMessages(context) }),
    loop(context, { signal: context.signals.sweep, every: POLL_MS, work: () => sweepAccounts(context) }),
    loop(context, { signal: context.signals.ends, every: POLL_MS, work: () => followEnds(context) }),
    loop(context, { signal: context.signals.shops, every: POLL_MS, work: () => followShops(context) }),
    loop(context, { signal: context.signals.tidy, every: TIDY_MS, work: () => tidy(context) }),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((each) => each.stop()))
      await Promise.all(Object.values(context.pools).map((each) => each.idle()))
    },
  }
}

type Looping = { signal: Signal; every: number; work: () => Promise<boolean> }

function loop(context: RelayContext, { signal, every, work }: Looping): Loops {
  let isStopping = false
  const done = (async () => {
    while (!isStopping) {
      const hasMore = await work().catch((error: unknown) => {
        context.log.error({ err: error }, 'A background task failed; it goes on')
        return false
      })
      if (!hasMore) await signal.wait(every)
    }
  })()
  return {
    stop: async () => {
      isStopping = true
      signal.ring()
      await done
    },
  }
}

async function tidy(context: RelayContext): Promise<boolean> {
  await deleteExpiredSessions(context.db)
  await deleteOldDeliveries(context.db)
  await reseal(context)
  return false
}
