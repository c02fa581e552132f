import { FLAG_NAMES, type FlagGuard, type FlagName, FLAGS, type FlagState } from '@tuvens/contract'
import type { FlagSettings, StoredFlag } from './store.ts'

const GUARD: Omit<FlagGuard, 'slow_ms'> = {
  is_active: true,
  window_seconds: 300,
  min_calls: 20,
  min_bad: 10,
  min_accounts: 3,
  min_difference: 2,
  min_z: 4,
}

/** What holds of a flag of which nothing is stored. */
export function defaultSettings(name: FlagName): FlagSettings {
  const { isOn, slowMs } = FLAGS[name]
  return {
    is_on: isOn,
    rollout: { percent: 100, accounts: [], except_accounts: [], targeting: null },
    guard: { ...GUARD, slow_ms: slowMs },
  }
}

/** Every flag of this version as nodes evaluate it. A stored one that this version does not have is left out. */
export function statesOf(stored: readonly StoredFlag[]): FlagState[] {
  const byName = new Map(stored.map((flag) => [flag.name, flag]))
  return FLAG_NAMES.map((name) => {
    const { version = 0, ...flag }: FlagSettings & { version?: number } =
      byName.get(name) ?? defaultSettings(name)
    return { name, version, is_on: flag.is_on, ...flag.rollout, slow_ms: flag.guard.slow_ms }
  })
}
