import type { BaseContext } from '../base/context.ts'
import type { UpstreamCaller } from '../upstream/call.ts'
import { showQueues } from '@tuvens/platform/telemetry/counts/queues'
import { gauge, onScrape } from '@tuvens/platform/telemetry/registry'
import { readTableState } from './store.ts'

const sweepAge = gauge({
  name: 'tuvens_sweep_age_seconds',
  help: 'Since the last successful sweep of the account for which that is longest',
})
const webhooks = gauge({
  name: 'tuvens_webhook_secret_state',
  help: 'Accounts by the state of their webhook at the ticket system',
  labels: { state: ['ok', 'refused', 'missing'] },
})
const budgetUsed = gauge({
  name: 'tuvens_upstream_budget_used_ratio',
  help: 'Part of the calls in a minute that the busiest login on this node has used',
})
const breakerOpen = gauge({
  name: 'tuvens_upstream_breaker_open',
  help: '1 while the ticket system is not called because it does not answer',
})

/** Reads what the tables and the guards of calls hold at each scrape. @returns stops that */
export function observeState({
  db,
  caller,
}: Pick<BaseContext, 'db'> & { caller: UpstreamCaller }): () => void {
  const stops = [
    onScrape(() => {
      budgetUsed.set({}, caller.guards.budget.used())
      breakerOpen.set({}, caller.guards.breaker.isOpen() ? 1 : 0)
    }),
    onScrape(async () => {
      const state = await readTableState(db)
      showQueues('tickets', [
        {
          queue: 'outbox',
          waiting: state.reports,
          deadLetters: state.deadReports,
          oldestSeconds: state.oldestReport,
        },
        { queue: 'inbox', waiting: state.deliveries, deadLetters: 0, oldestSeconds: state.oldestDelivery },
        { queue: 'edits', waiting: state.edits, deadLetters: 0, oldestSeconds: state.oldestEdit },
      ])
      sweepAge.set({}, Math.max(0, state.sweepAge ?? 0))
      webhooks.set({ state: 'ok' }, state.webhooksOk)
      webhooks.set({ state: 'refused' }, state.webhooksRefused)
      webhooks.set({ state: 'missing' }, state.webhooksMissing)
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
