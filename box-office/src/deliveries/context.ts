import type { Db } from '@tuvens/platform/db/db'
import type { BaseContext } from '../base-context.ts'
import type { ConcurrencyLimit } from '../rest/concurrency.ts'
import type { Send } from './send.ts'

export type DeliveryContext = BaseContext & {
  /** Connections for changes whose transaction stays open while webhooks are sent: slow receivers hold up no other change. */
  webhookDb: Db
  /** Such changes, per organizer: the receivers of one organizer cannot take all of these connections. */
  limitWebhookChanges: ConcurrencyLimit
  /** Makes one delivery attempt. Fault injection replaces it. */
  send: Send
}
