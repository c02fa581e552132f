import type { WakeUp } from '@tuvens/platform/work'
import type { LinkingContext } from '../linking/context.ts'
import type { MappingContext } from '../mapping/context.ts'
import type { SalesContext } from '../sales/context.ts'
import type { WebhookOwners } from './webhook-owners.ts'

/** A reading under way; a caller that asks while it runs has the event read once more. */
export type RunningRead = { named: string | null; isAskedAgain: boolean; done: Promise<void> }

export type RelayContext = LinkingContext &
  MappingContext &
  SalesContext & {
    webhookOwners: WebhookOwners
    /** Readings under way, by Tuvens event id. */
    runningReads: Map<string, RunningRead>
    inboxWakeUp: WakeUp
  }
