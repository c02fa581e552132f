import type { WakeUp } from '@tuvens/platform/work'
import type { LinkingContext } from '../linking/context.ts'
import type { MappingContext } from '../mapping/context.ts'
import type { SalesContext } from '../sales/context.ts'
import type { WebhookOwners } from './webhook-owners.ts'

/** A read under way. A call while it runs causes one more read. */
export type RunningRead = { named: string | null; needsRead: boolean; done: Promise<void> }

export type RelayContext = LinkingContext &
  MappingContext &
  SalesContext & {
    webhookOwners: WebhookOwners
    /** Reads under way, by Tuvens event id. */
    runningReads: Map<string, RunningRead>
    /** Accounts whose sweep is under way on this node: a full one, or one of the latest changes. */
    runningSweeps: { full: Set<number>; latest: Set<number> }
    inboxWakeUp: WakeUp
  }
