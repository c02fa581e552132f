import { API_ROUTES, type FlagStates } from '@tuvens/contract'
import { CallError } from '@tuvens/platform/http/call-error'
import { callOf } from '@tuvens/platform/http/route'
import { type Loop, startLoop } from '@tuvens/platform/work'
import type { FlagsContext } from './context.ts'
import { findKnownFlags, saveKnownFlags } from './store.ts'

/** With the half second of the API's nodes, a change is everywhere within two. */
const EVERY_MS = 1_000
/** An answer that comes later is overtaken by the next one. */
const TIMEOUT_MS = 2_000

/** Takes over the flags that this ticket origin had last. Without any, each has its default. */
export async function loadFlags({ db, flags }: Pick<FlagsContext, 'db' | 'flags'>): Promise<void> {
  const known = await findKnownFlags(db)
  if (known !== undefined) flags.replace(known)
}

/**
 * Keeps this node's flags as the API has them, and tells the API what came of their paths. While the API is away the flags
 * stay as they are.
 */
export function startFlags(context: FlagsContext): Loop {
  const { log } = context
  let etag: string | null = null
  /** Whether the API's absence is in the log. */
  let isAway = false
  const whileAway = (error: unknown) => {
    if (!(error instanceof CallError)) throw error
    if (!isAway) log.warn({ err: error }, 'The flags cannot be read; they stay as they are')
    isAway = true
  }
  const follow = async () => {
    try {
      etag = await readFlags(context, etag)
      isAway = false
    } catch (error) {
      whileAway(error)
    }
  }
  const loops = [
    startLoop({ name: 'flags', run: follow, everyMs: EVERY_MS, log }),
    startLoop({
      name: 'flag outcomes',
      run: () => tellOutcomes(context).catch(whileAway),
      everyMs: EVERY_MS,
      log,
    }),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((each) => each.stop()))
      await tellOutcomes(context).catch(() => {})
    },
  }
}

/** @returns the ETag of the flags that this node has now */
async function readFlags(
  { statusApi, db, flags }: FlagsContext,
  etag: string | null,
): Promise<string | null> {
  const headers = etag === null ? {} : { 'if-none-match': etag }
  const {
    status,
    body,
    headers: answered,
  } = await statusApi.call({
    ...callOf(API_ROUTES.readFlags, { headers }),
    timeoutMs: TIMEOUT_MS,
    isConditional: true,
  })
  if (status === 304) return etag
  const states: FlagStates['flags'] = body.flags
  flags.replace(states)
  await saveKnownFlags(db, states)
  return String(answered['etag'] ?? '')
}

/** What cannot be told is told with the next. */
async function tellOutcomes({ statusApi, flags }: FlagsContext): Promise<void> {
  const outcomes = flags.drain()
  if (outcomes.length === 0) return
  try {
    const body = { outcomes }
    await statusApi.call({ ...callOf(API_ROUTES.reportFlagOutcomes, { body }), timeoutMs: TIMEOUT_MS })
  } catch (error) {
    flags.restore(outcomes)
    throw error
  }
}
