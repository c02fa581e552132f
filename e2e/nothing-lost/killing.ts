import { decodeJwt } from 'jose'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call, Fault } from '../harness/faulty-line.ts'
import type { System } from '../harness/system.ts'
import { Tale } from './tale.ts'

type LineName = keyof System['lines']
/** A call of the way from a click to a status: on which line, and the how-manieth of its name. */
export type Step = { line: LineName; name: string; nth: number }
/** A step and whether its call has not arrived yet, or its answer has not. */
export type Moment = { step: Step; when: 'before' | 'after' }

const LINES: LineName[] = ['api', 'boxOffice', 'tickets']

/** The steps of one landing, publishing and status when nothing goes wrong. */
export async function recordSteps(system: System): Promise<Step[]> {
  const tale = await Tale.begin(system)
  for (const line of LINES) system.lines[line].calls.length = 0
  await tale.goOn()
  await tale.isOnSale()
  return LINES.flatMap((line) => {
    const names = system.lines[line].calls.map(nameOf)
    const steps = names.map((name, at) => ({ line, name, nth: occurrences(names.slice(0, at + 1), name) }))
    // How often something is read depends on when; that it is, does not. A look at the shop decides no status, and whose it is
    // nobody can tell.
    return steps.filter(
      ({ name, nth }) => (nth === 1 || !name.startsWith('GET')) && !name.startsWith('GET /api/public/'),
    )
  })
}

const occurrences = (names: string[], name: string) => names.filter((each) => each === name).length

function nameOf({ method, path }: Call): string {
  const plain = path.split('?', 1)[0] ?? ''
  return `${method} ${plain.replaceAll(/\d+/g, ':id').replace(/(\/hooks\/hi-events\/).+/, '$1:tenant')}`
}

/** A tale that went through a kill, and whether it stood at its moment. */
export type Killed = { moment: Moment; tale: Tale; isReached: boolean }

/** Less than callers wait: who came to their moment is still there when the last one has, or will not. */
const REACH_MS = 4_000

/**
 * Kills one process while a tale stands at each of the moments, starts it again, and lets every tale go on to its end.
 * A moment may not come: one status may overtake another, and a list read in time saves the reading of an event. Its tale
 * goes through the kill wherever it is.
 */
export async function killAt(
  system: System,
  victim: 'api' | 'tickets' | 'boxOffice',
  moments: Moment[],
): Promise<Killed[]> {
  const tales = await Promise.all(moments.map((moment) => Tale.begin(system, moment)))
  const release = hold(system, tales)
  const attempts = tales.map((tale) => tale.goOn().catch(() => {}))
  const limit = sleep(REACH_MS).then(() => false)
  const reached = await Promise.all(tales.map((tale) => Promise.race([tale.reached.then(() => true), limit])))
  await system.parts[victim].kill()
  release()
  await system.parts[victim].start()
  await Promise.all(attempts)
  await Promise.all(tales.map((tale) => tale.tryAgain()))
  return moments.map((moment, at) => ({ moment, tale: tales[at] as Tale, isReached: reached[at] === true }))
}

/** Stops each tale at its moment until released. */
function hold(system: System, tales: Tale[]): () => void {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  for (const line of LINES) {
    system.lines[line].rule = async (call): Promise<Fault> => {
      const tale = await taleOf(system, tales, call)
      const moment = tale?.pass(line, nameOf(call))
      if (moment === undefined) return undefined
      if (moment.when === 'after') return { holdAnswer: released }
      await released
      return undefined
    }
  }
  return () => {
    for (const line of LINES) system.lines[line].rule = undefined
    release()
  }
}

/** Whose call it is: by what it carries, or by the account whose token it bears. */
async function taleOf(system: System, tales: Tale[], call: Call): Promise<Tale | undefined> {
  const named = tales.find((tale) => tale.isNamedIn(call.path + call.body))
  if (named !== undefined) return named
  const { authorization = '', cookie = '' } = call.headers
  const token = /(?:bearer |token=)([\w-]+\.[\w-]+\.[\w-]+)/i.exec(`${authorization} ${cookie}`)?.[1]
  if (token === undefined) return undefined
  const account = Number(decodeJwt(token)['account_id'])
  const [row] = await system.db('box-office')<
    { email: string }[]
  >`select email from accounts where id = ${account}`
  return tales.find((tale) => tale.organiser.email === row?.email)
}
