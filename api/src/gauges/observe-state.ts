import { showQueues } from '@tuvens/platform/telemetry/counts/queues'
import { gauge, onScrape } from '@tuvens/platform/telemetry/registry'
import type { BaseContext } from '../base/context.ts'
import { readTableState } from './store.ts'

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
  })
}
