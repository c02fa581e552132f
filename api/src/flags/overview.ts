import { FLAG_NAMES, type FlagName, FLAGS } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { defaultSettings } from './states.ts'
import { countsOf, type PathCounts } from './path-counts.ts'
import { type FlagSettings, listFlagPathCounts, listStoredFlags } from './store.ts'

/** A flag with all that is known of it. */
export type FlagOverview = FlagSettings & {
  name: FlagName
  summary: string
  version: number
  rolled_back_at: Date | null
  /** Null while it has its defaults. */
  changed_at: Date | null
  changed_by: string | null
  paths: { on: PathCounts; off: PathCounts }
}

const UNCHANGED = { version: 0, rolled_back_at: null, changed_at: null, changed_by: null }

/** Every flag of this version. */
export async function listFlags(sql: Sql): Promise<FlagOverview[]> {
  const [stored, counts] = [await listStoredFlags(sql), await listFlagPathCounts(sql)]
  const byName = new Map(stored.map((flag) => [flag.name, flag]))
  return FLAG_NAMES.map((name) => ({
    ...defaultSettings(name),
    ...UNCHANGED,
    ...byName.get(name),
    name,
    summary: FLAGS[name].summary,
    paths: { on: countsOf(counts, name, 'on'), off: countsOf(counts, name, 'off') },
  }))
}
