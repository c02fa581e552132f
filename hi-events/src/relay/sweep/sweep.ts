import { counter } from '@tuvens/platform/telemetry/registry'
import { type Loop, startQueue } from '@tuvens/platform/work'
import { hasLinks } from '../../linking/store.ts'
import { hasLogin } from '../../mapping/account.ts'
import { claimWebhookCheck, findAccount } from '../../mapping/store.ts'
import { UpstreamError } from '../../upstream/errors.ts'
import type { RelayContext } from '../context.ts'
import { watchWebhook } from '../webhook/watch-webhook.ts'
import { compareAccount, NOTHING_TO_COMPARE } from './compare.ts'
import { claimSweeps, type DueSweep, markSweepFailed, markSwept } from './store.ts'

const sweeps = counter({
  name: 'tuvens_sweeps_total',
  help: 'Comparisons of an account with its source',
  labels: { outcome: ['ok', 'failed'] },
})

const CONCURRENCY = 10
const POLL_MS = 1_000

/** Compares the accounts that are due with their source. */
export function startSweeps(context: RelayContext): Loop {
  return startQueue<DueSweep>({
    name: 'sweep',
    claim: (limit) => claimSweeps(context.db, limit, context.config.sweep),
    handle: (due) => sweepOnce(context, due),
    pauseAfter: (_due, error) => (error instanceof UpstreamError ? delayOf(context, error) : 0),
    postpone: async (due, { pauseMs, error }) => {
      sweeps.add({ outcome: 'failed' })
      if (!(error instanceof UpstreamError)) throw error
      context.log.warn({ account: due.id, failure: error.failure }, 'An account could not be swept')
      await markSweepFailed(context.db, due, { error: error.failure, ms: pauseMs })
    },
    concurrency: CONCURRENCY,
    everyMs: POLL_MS,
    log: context.log,
  })
}

/** A sweep that takes longer than its interval is not joined by a second one: they would share one budget. */
async function sweepOnce(context: RelayContext, due: DueSweep): Promise<void> {
  const running = context.runningSweeps[due.isFull ? 'full' : 'latest']
  if (running.has(due.id)) return
  running.add(due.id)
  try {
    await sweep(context, due)
  } finally {
    running.delete(due.id)
  }
}

async function sweep(context: RelayContext, { id, isFull }: DueSweep): Promise<void> {
  const account = await findAccount(context.db, id)
  if (account === undefined || !hasLogin(account)) return
  const { isAll, hasChanged } = (await hasLinks(context.db, id))
    ? await compareAccount(context, account, isFull)
    : NOTHING_TO_COMPARE
  await markSwept(context.db, id, isAll)
  sweeps.add({ outcome: 'ok' })
  // A change that the sweep had to find is one for which no webhook arrived: the webhook is checked at once.
  const interval = hasChanged ? 0 : context.config.webhookCheckMs
  if (await claimWebhookCheck(context.db, id, interval)) await watchWebhook(context, id)
}

/** A login that is refused is tried rarely: its owner's next landing renews it, and then the account is swept at once. */
function delayOf({ config }: RelayContext, { failure, retryAfter = 0 }: UpstreamError): number {
  if (failure === 'unauthorised') return config.sweep.slow
  return failure === 'limited' ? retryAfter * 1000 : 0
}
