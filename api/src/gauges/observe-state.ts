import { showQueues } from '@tuvens/platform/telemetry/counts/queues'
import { gauge, onScrape } from '@tuvens/platform/telemetry/registry'
import type { BaseContext } from '../base/context.ts'
import { readTableState } from './store.ts'

const webhooksWaiting = gauge({
  name: 'tuvens_webhook_messages_waiting',
  help: 'Webhook messages that are to be sent to endpoints of accounts; at most 10000 are counted',
})
const oldestWebhook = gauge({
  name: 'tuvens_webhook_messages_oldest_seconds',
  help: 'Age of the oldest webhook message that was never tried, for endpoints that do not fail; 0 when there is none',
})
const endpointsDisabled = gauge({
  name: 'tuvens_webhook_endpoints_disabled',
  help: 'Webhook endpoints that get no messages, by a person or because they failed; at most 10000 are counted',
})
const mailsWaiting = gauge({ name: 'tuvens_mails_waiting', help: 'Mails that are not sent yet' })

/** Reads what waits in the tables at each scrape. @returns stops that */
export function observeState({ db }: Pick<BaseContext, 'db'>): () => void {
  return onScrape(async () => {
    const state = await readTableState(db)
    showQueues('api', [
      { queue: 'edits', waiting: state.edits, deadLetters: 0, oldestSeconds: state.oldestEdit },
      // Most name an address that does not exist, which no operator can correct: an alert about them must end by itself.
      { queue: 'mails', waiting: state.mails, deadLetters: state.deadMails, oldestSeconds: state.oldestMail },
    ])
    mailsWaiting.set({}, state.mails)
    webhooksWaiting.set({}, state.webhooks)
    oldestWebhook.set({}, Math.max(0, state.oldestWebhook ?? 0))
    endpointsDisabled.set({}, state.disabledEndpoints)
  })
}
