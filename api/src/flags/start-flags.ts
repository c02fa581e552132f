import { FLAG_NAMES } from '@tuvens/contract'
import { type Loop, startLoop } from '@tuvens/platform/work'
import { gauge } from '@tuvens/platform/telemetry/registry'
import type { BaseContext } from '../base/context.ts'
import { rollBackWorseFlags } from './roll-back.ts'
import { statesOf } from './states.ts'
import { insertFlagOutcomes, listStoredFlags } from './store.ts'

const rolledBack = gauge({
  name: 'tuvens_flag_rolled_back',
  help: 'Whether a flag is off because its guard turned it off: 1 or 0',
  labels: { flag: FLAG_NAMES },
})

/** With the second of the ticket origin's nodes, a change is everywhere within two. */
const READ_MS = 500
const TELL_MS = 1_000

/** Keeps this node's flags as they are stored, tells what came of its paths, and rolls back what is worse. */
export function startFlags(context: BaseContext, wake: () => void): Loop {
  const { log } = context
  const loops = [
    startLoop({ name: 'flags', run: () => readFlags(context), everyMs: READ_MS, log }),
    startLoop({ name: 'flag outcomes', run: () => tellOutcomes(context), everyMs: TELL_MS, log }),
    startLoop({ name: 'flag guard', run: () => guard(context, wake), everyMs: TELL_MS, log }),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((each) => each.stop()))
      // The rest of the stop does not depend on it.
      await tellOutcomes(context).catch((error: unknown) =>
        log.warn({ err: error }, 'flag outcomes are lost'),
      )
    },
  }
}

/** Takes over what is stored; when the database is away, what was read last stays. */
export async function readFlags({ db, flags }: Pick<BaseContext, 'db' | 'flags'>): Promise<void> {
  const stored = await listStoredFlags(db)
  flags.replace(statesOf(stored))
  for (const flag of FLAG_NAMES) {
    const isRolledBack = stored.some(({ name, rolled_back_at: at }) => name === flag && at !== null)
    rolledBack.set({ flag }, isRolledBack ? 1 : 0)
  }
}

/** What cannot be stored is told with the next. */
export async function tellOutcomes({ db, flags }: Pick<BaseContext, 'db' | 'flags'>): Promise<void> {
  const outcomes = flags.drain()
  if (outcomes.length === 0) return
  try {
    await insertFlagOutcomes(db, outcomes)
  } catch (error) {
    flags.restore(outcomes)
    throw error
  }
}

async function guard(context: BaseContext, wake: () => void): Promise<void> {
  const turnedOff = await rollBackWorseFlags(context)
  if (turnedOff.length === 0) return
  await readFlags(context)
  wake()
}
