import { decodeJwt } from 'jose'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LineCall, LineFault } from '../harness/faulty-line.ts'
import type { System } from '../harness/system.ts'
import { KillScenario } from './kill-scenario.ts'
import type { LineName, Moment, CallStep } from './moment.ts'

const LINES: LineName[] = ['api', 'boxOffice', 'tickets']

/** The steps of one landing, publishing and status when nothing goes wrong. */
export async function recordSteps(system: System): Promise<CallStep[]> {
  const scenario = await KillScenario.begin(system)
  for (const line of LINES) system.lines[line].calls.length = 0
  await scenario.attempt()
  await scenario.waitUntilOnSale()
  return LINES.flatMap((line) => {
    const names = system.lines[line].calls.map(nameOf)
    const steps = names.map((name, at) => ({ line, name, nth: occurrences(names.slice(0, at + 1), name) }))
    // Repeated reads depend on timing, so only the first of each counts. Reads of the public shop change no status and
    // name no organiser.
    return steps.filter(
      ({ name, nth }) =>
        (nth === 1 || !(name.startsWith('GET') || isWebhook(name))) &&
        !name.startsWith('GET /api/public/') &&
        // Asked by a ticket origin that starts with an empty database, and by sweeps: they are about no one organiser.
        !WHOLE_LISTS.has(name) &&
        name !== COMPARISON &&
        !PERIODIC.some((path) => name.endsWith(path)),
    )
  })
}

/** Webhook and event are created side by side, so the creation of the event sends a webhook in some runs only. */
const isWebhook = (name: string) => name.startsWith('POST /hooks/')

const WHOLE_LISTS = new Set(['GET /api/cross-app/links', 'GET /api/events'])

/** Called every second or two, whatever is done. */
const PERIODIC = ['/session-status', '/api/service/flags', '/api/service/flags/outcomes']

/** Details are compared in some runs only: where an event is read before its settings were stored. */
const COMPARISON = 'GET /api/events/:id/settings'

const occurrences = (names: string[], name: string) => names.filter((each) => each === name).length

function nameOf({ method, path }: LineCall): string {
  const plain = path.split('?', 1)[0] ?? ''
  return `${method} ${plain.replaceAll(/\d+/g, ':id').replace(/(\/hooks\/hi-events\/).+/, '$1:tenant')}`
}

/** A scenario that survived a kill, and whether it had reached its moment. */
export type Killed = { moment: Moment; scenario: KillScenario; isReached: boolean }

/**
 * How long several scenarios may take to reach their moments: shorter than any caller's time limit, so that the first one is
 * still held when the last one arrives. It is also how long a scenario alone may take after its attempt has ended.
 */
const REACH_MS = 4_000

/**
 * Kills one process while a scenario is held at each of the moments, starts it again, and lets every scenario finish.
 * A moment may not come: one status may overtake another, and a list that is read in time replaces the read of an event.
 * Such a scenario is killed wherever it is.
 */
export async function killAt(
  system: System,
  victim: 'api' | 'tickets' | 'boxOffice',
  moments: Moment[],
): Promise<Killed[]> {
  const scenarios = await Promise.all(moments.map((moment) => KillScenario.begin(system, moment)))
  const release = hold(system, scenarios)
  const attempts = scenarios.map((scenario) => scenario.attempt().catch(() => {}))
  // On a slow machine several may not arrive in time; one alone is waited for, however long its attempt takes.
  const start = moments.length === 1 ? Promise.all(attempts) : Promise.resolve()
  const limit = start.then(() => sleep(REACH_MS)).then(() => false)
  const reached = await Promise.all(
    scenarios.map((scenario) => Promise.race([scenario.reached.then(() => true), limit])),
  )
  await system.parts[victim].kill()
  release()
  await system.parts[victim].start()
  await Promise.all(attempts)
  await Promise.all(scenarios.map((scenario) => scenario.finish()))
  return moments.flatMap((moment, at) => {
    const scenario = scenarios[at]
    return scenario === undefined ? [] : [{ moment, scenario, isReached: reached[at] === true }]
  })
}

/** Holds each scenario at its moment until the returned function is called. */
function hold(system: System, scenarios: KillScenario[]): () => void {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  for (const line of LINES) {
    system.lines[line].rule = async (call): Promise<LineFault> => {
      const scenario = await scenarioOf(system, scenarios, call)
      const moment = scenario?.pass(line, nameOf(call))
      if (moment === undefined) return undefined
      if (moment.when === 'after') return { holdResponse: released }
      await released
      return undefined
    }
  }
  return () => {
    for (const line of LINES) system.lines[line].rule = undefined
    release()
  }
}

/** Finds the scenario of a call: by its content, or by the account of its token. */
async function scenarioOf(
  system: System,
  scenarios: KillScenario[],
  call: LineCall,
): Promise<KillScenario | undefined> {
  const named = scenarios.find((scenario) => scenario.isNamedIn(call.path + call.body))
  if (named !== undefined) return named
  const { authorization = '', cookie = '' } = call.headers
  const token = /(?:bearer |token=)([\w-]+\.[\w-]+\.[\w-]+)/i.exec(`${authorization} ${cookie}`)?.[1]
  if (token === undefined) return undefined
  const account = Number(decodeJwt(token)['account_id'])
  const [row] = await system.db('box-office')<
    { email: string }[]
  >`select email from accounts where id = ${account}`
  return scenarios.find((scenario) => scenario.organiser.email === row?.email)
}
