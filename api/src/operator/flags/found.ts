import type { FlagName } from '@tuvens/contract'
import type { FlagOverview } from '../../flags/overview.ts'
import type { FlagChangeRow } from '../../flags/store.ts'

/** All flags, and what was done to them. */
export type FoundFlags = { flags: FlagOverview[]; changes: FlagChangeRow[] }
/** What a flag decides for an account, and why. */
export type FlagDecision = { name: FlagName; account_id: string; is_on: boolean; reason: string }
