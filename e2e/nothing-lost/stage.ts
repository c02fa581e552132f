import { StreamReader } from '../../api/test-support/stream.ts'
import { until } from '../../hi-events/test-support/harness.ts'
import { unnamedDifference } from './details.ts'
import type { LineCall } from '../harness/faulty-line.ts'
import { RetryingOrganiser } from './organiser.ts'
import { play } from './play.ts'
import type { FaultWorld } from './staged-world.ts'
import type { Scene } from './steps.ts'
import { Scenario } from './scenario.ts'
import { startWorld, type ServiceWorld } from './world.ts'
import { HarnessError } from '../harness/harness-error.ts'

export async function startFaultWorld(scale: number): Promise<FaultWorld> {
  const world = await startWorld({ scale })
  const apiFaults: FaultWorld['apiFaults'] = new Map()
  world.lines.api.rule = (call) => {
    const planned = apiFaults.get(eventOf(call) ?? '')
    if (planned === undefined || planned.times-- <= 0) return undefined
    return planned.fault
  }
  return { ...world, apiFaults, stream: await StreamReader.open(`${world.apiUrl}/api/events/updates`) }
}

/** The event that a status report or a link names. */
function eventOf({ path, body }: LineCall): string | undefined {
  return /\/links\/(\d+)$/.exec(path)?.[1] ?? /"tuvens_event_id":"(\d+)"/.exec(body)?.[1]
}

/** Plays a scene. @returns its events, which may not be shown rightly yet */
export async function playScene(world: FaultWorld, { sequences, skewMs }: Scene): Promise<Scenario[]> {
  world.faultInjection.skewMs = skewMs
  const organiser = await RetryingOrganiser.join(world)
  const first = await Scenario.begin(world, organiser)
  const others = await Promise.all(sequences.slice(1).map(() => Scenario.begin(world, organiser)))
  const scenarios = [first, ...others]
  await Promise.all(scenarios.map((scenario, at) => play(scenario, sequences[at] ?? [])))
  removeFaults(world, first)
  return scenarios
}

/** Waits, event by event, until what is shown is right. @returns the milliseconds that each took */
export async function settleScene(
  world: FaultWorld,
  scenarios: Scenario[],
  boundMs: number,
): Promise<number[]> {
  const since = Date.now()
  const took = await Promise.all(
    scenarios.map(async (scenario) => {
      await waitUntilRight(scenario, boundMs)
      return Date.now() - since
    }),
  )
  for (const { organiser } of scenarios) await postponeSweeps(world, organiser)
  return took
}

/** Postpones the sweeps of an account whose scene is over, so that hundreds of them do not delay those that still run. */
async function postponeSweeps({ tickets }: ServiceWorld, { person }: RetryingOrganiser): Promise<void> {
  await tickets.context.db`
    update sweeps set active_until = now(), due_at = now() + interval '1 hour'
    where tuvens_account_id = ${person.accountId}`
}

/** Removes the faults of this account. */
function removeFaults({ faultInjection: { rules } }: FaultWorld, { account }: Scenario): void {
  for (const { id, account: struck, times } of rules.list())
    if (struck === account || times === 0) rules.remove(id)
}

/** A failed carriage of an edit is tried again after up to five minutes. */
const DETAILS_MS = 330_000

/** @throws with the difference: of the status after `boundMs`, of the details after the longest pause between two tries */
export async function waitUntilRight(scenario: Scenario, boundMs: number): Promise<void> {
  await waitUntilNone(scenario, () => scenario.difference(), boundMs)
  await waitUntilNone(scenario, () => unnamedDifference(scenario), DETAILS_MS)
}

async function waitUntilNone(
  scenario: Scenario,
  look: () => Promise<string | null>,
  boundMs: number,
): Promise<void> {
  let difference: string | null = null
  const isSame = async () => (difference = await look()) === null
  await until(isSame, 'it', boundMs).catch(async () => {
    throw new HarnessError(`${difference ?? 'nothing'} after ${boundMs} ms\n${await scenario.trace()}`)
  })
}
