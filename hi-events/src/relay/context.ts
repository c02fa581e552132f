import type { WakeUp } from '@tuvens/platform/work'
import type { LinkingContext } from '../linking/context.ts'
import type { MappingContext } from '../mapping/context.ts'
import type { SalesContext } from '../sales/context.ts'
import type { Tenants } from './tenants.ts'

/** A reading under way; a caller that asks while it runs has the event read once more. */
export type EventReading = { named: string | null; isAskedAgain: boolean; done: Promise<void> }

export type RelayContext = LinkingContext &
  MappingContext &
  SalesContext & {
    tenants: Tenants
    /** Readings under way, by Tuvens event id. */
    readings: Map<string, EventReading>
    inboxWakeUp: WakeUp
  }
