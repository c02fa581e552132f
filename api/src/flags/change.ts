import type { FlagGuard, FlagName, FlagRollout } from '@tuvens/contract'
import type { Db, Tx } from '@tuvens/platform/db/db'
import { problemOfTargeting } from '@tuvens/platform/flags/targeting'
import { ServiceError } from '@tuvens/contract'
import type { AuditOrigin } from '../audit/entry.ts'
import { insertAuditEntries } from '../audit/store.ts'
import { defaultSettings } from './states.ts'
import {
  type FlagAction,
  type FlagSettings,
  insertFlag,
  insertFlagChange,
  lockFlag,
  type StoredFlag,
  updateFlag,
} from './store.ts'

/** What a person does to a flag. A rollout or a guard that is set leaves a flag that is off, off. */
export type FlagChange = {
  name: FlagName
  action: Exclude<FlagAction, 'rolled_back'>
  rollout?: Partial<FlagRollout>
  guard?: Partial<FlagGuard>
  reason: string
  origin: AuditOrigin
}

/**
 * Changes a flag, with its history and its audit row. All nodes follow within two seconds.
 *
 * @throws ServiceError VALIDATION_ERROR for a targeting rule that flagd refuses
 */
export async function changeFlag(db: Db, change: FlagChange): Promise<StoredFlag> {
  const { name, action, origin, reason } = change
  requireTargeting(change.rollout)
  return db.begin(async (tx) => {
    await insertFlag(tx, { name, ...defaultSettings(name), by: origin.actor })
    const before = await lockFlag(tx, name)
    const after: FlagSettings = {
      is_on: action === 'set' ? before.is_on : action === 'on',
      rollout: { ...before.rollout, ...change.rollout },
      guard: { ...before.guard, ...change.guard },
    }
    return writeChange(tx, before, { after, action, reason, origin })
  })
}

export type WrittenChange = { after: FlagSettings; action: FlagAction; reason: string; origin: AuditOrigin }

/** The new state, the line of the history and the audit row. */
export async function writeChange(
  tx: Tx,
  before: StoredFlag,
  { after, action, reason, origin }: WrittenChange,
): Promise<StoredFlag> {
  const { name } = before
  const isRollback = action === 'rolled_back'
  const changed = await updateFlag(tx, { name, by: origin.actor, isRollback, ...after })
  const states = { before: settingsOf(before), after: settingsOf(changed) }
  await insertFlagChange(tx, {
    flag: name,
    version: changed.version,
    action,
    actor: origin.actor,
    reason,
    ...states,
  })
  const percent = ['set', 'on'].includes(action) ? ` at ${changed.rollout.percent} %` : ''
  const note = `${name} ${action}${percent}: ${reason}`
  await insertAuditEntries(tx, [{ ...origin, at: new Date(), operation: 'change-flag', outcome: 'ok', note }])
  return changed
}

function settingsOf({ is_on, rollout, guard }: FlagSettings): FlagSettings {
  return { is_on, rollout, guard }
}

function requireTargeting(rollout: Partial<FlagRollout> = {}): void {
  const message = rollout.targeting ? problemOfTargeting(rollout.targeting) : null
  if (message !== null)
    throw new ServiceError('VALIDATION_ERROR', { details: [{ field: 'rollout.targeting', message }] })
}
