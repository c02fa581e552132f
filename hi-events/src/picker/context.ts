import type { Entrances } from '@tuvens/platform/limits/entrances'
import type { EntranceName } from '../base/entrances.ts'
import type { Cache } from '../ticket-session/cache.ts'
import type { SalesContext } from '../sales/context.ts'
import type { WebContext } from '../web/context.ts'

export type PickerContext = SalesContext &
  WebContext & {
    entrances: Entrances<EntranceName>
    /** The account of a Hi.Events event; null when it is not linked. */
    eventAccounts: Cache<number | null>
  }
