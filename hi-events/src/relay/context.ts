import type { LinkingContext } from '../linking/context.ts'
import type { ShopContext } from '../shop/context.ts'
import type { Pool } from './pool.ts'
import type { Signal } from './signal.ts'
import type { Tenants } from './tenants.ts'

/** A reading under way; asking again while it runs makes it look once more. */
export type Pursuit = { named: string | null; isAskedAgain: boolean; done: Promise<void> }

export type RelayContext = LinkingContext &
  ShopContext & {
    tenants: Tenants
    /** Readings under way, by Tuvens event id. */
    following: Map<string, Pursuit>
    signals: Record<'inbox' | 'outbox' | 'sweep' | 'ends' | 'shops' | 'tidy', Signal>
    pools: Record<'inbox' | 'outbox' | 'sweep', Pool>
  }
