import type { BaseContext } from '../base/context.ts'
import { insertMail } from '../mail/store.ts'
import { writeChange } from './change.ts'
import { type AccountBasis, reasonToRollBack } from './compare.ts'
import { countsOf } from './path-counts.ts'
import { listFlagPathCounts, listStoredFlags, lockFlag, type StoredFlag } from './store.ts'
import { type FlagDefinition, FLAGS, isFlagName } from '@tuvens/contract'

/** The actor of what no person did. */
const GUARD = 'guard'

/**
 * Compares the two paths of every flag that is on, and turns off those whose path is worse. A flag that has no rest to
 * compare with, because it is on or off for everyone, is left alone.
 *
 * @returns the flags that were turned off by this call
 */
export async function rollBackWorseFlags(context: BaseContext): Promise<StoredFlag[]> {
  const flags = (await listStoredFlags(context.db)).filter((flag) => flag.is_on && flag.guard.is_active)
  if (flags.length === 0) return []
  const counts = await listFlagPathCounts(context.db)
  const rolledBack: StoredFlag[] = []
  for (const flag of flags) {
    const on = countsOf(counts, flag.name, 'on')
    const reason = reasonToRollBack(
      { on, off: countsOf(counts, flag.name, 'off') },
      flag.guard,
      basisOf(flag),
    )
    if (reason !== null && (await rollBack(context, flag, reason))) rolledBack.push(flag)
  }
  return rolledBack
}

/** Where an operator has named each account that a flag reaches, no stranger's is among them. */
function basisOf({ name, rollout }: StoredFlag): AccountBasis {
  if (rollout.percent === 0 && rollout.targeting === null) return 'named'
  const definition: FlagDefinition | undefined = isFlagName(name) ? FLAGS[name] : undefined
  return definition?.isProtective === true ? 'most' : 'some'
}

/** @returns false when the flag has been changed meanwhile, by a person or by another node */
async function rollBack(context: BaseContext, judged: StoredFlag, reason: string): Promise<boolean> {
  const { name } = judged
  if (!isFlagName(name)) return false
  const isDone = await context.db.begin(async (tx) => {
    const flag = await lockFlag(tx, name)
    if (flag.version !== judged.version || !flag.is_on) return false
    const { rollout, guard } = flag
    const origin = { actor: GUARD, requestId: GUARD, address: GUARD }
    await writeChange(tx, flag, {
      after: { is_on: false, rollout, guard },
      action: 'rolled_back',
      reason,
      origin,
    })
    const { operatorEmail: recipient } = context.config
    if (recipient !== undefined)
      await insertMail(tx, { kind: 'flag_rolled_back', recipient, data: { what: name, reason } })
    return true
  })
  if (isDone) {
    const alert = 'flag_rolled_back'
    context.log.error(
      { alert, flag: name, version: judged.version, reason },
      'A flag was turned off because its path is worse',
    )
  }
  return isDone
}
