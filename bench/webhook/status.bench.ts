import { join } from 'node:path'
import { callsSection } from '../measure/calls-section.ts'
import { drive, openPool } from '../measure/drive.ts'
import { type Rounds, type Subject, takeTurns } from '../measure/rounds.ts'
import { type Sample, sampleOf, type MeasuredProcesses } from '../measure/sample.ts'
import type { ReportSection } from '../measure/table.ts'
import { type Bench, type OnEnd, withClosers } from '../part.ts'
import { spawnServer } from '../servers/spawn.ts'
import { signUpOrganisers } from '../stage/organisers.ts'
import { startServices } from '../stage/services.ts'
import { makePairs } from './pairs.ts'
import { createStatusMessages, forge } from './status-calls.ts'
import type { StatusFloorSettings } from './status-floor.server.ts'

type Size = { rounds: number; count: number; events: number }
const FULL: Size = { rounds: 7, count: 2000, events: 200 }
const QUICK: Size = { rounds: 2, count: 200, events: 50 }

const [API, FLOOR] = ['tuvens-api', 'node:http + pg floor'] as const
type Phase = 'fresh' | 'repeat' | 'forged'
const PHASES: Phase[] = ['fresh', 'repeat', 'forged']

/** Measures the status webhook of the API, and a floor with the same transaction on the same database. */
export function measureStatusWebhook(bench: Bench): Promise<ReportSection[]> {
  return withClosers(async (onEnd) => {
    const size = bench.quick ? QUICK : FULL
    bench.progress(`webhook: starting, ${size.events} events for each`)
    const subjects = await startSubjects(bench, size, onEnd)
    bench.progress(`webhook: ${size.rounds} rounds of ${size.count} messages`)
    return sectionsOf(await takeTurns(subjects, PHASES, size.rounds), size)
  })
}

async function startSubjects(
  { machine }: Bench,
  size: Size,
  onEnd: OnEnd,
): Promise<Subject<Phase, Sample>[]> {
  const services = await startServices(machine, 'webhook', ['api'])
  onEnd(services.stop)
  const api = services.of('api')
  const secret = machine.secrets.shared
  const settings: StatusFloorSettings = { databaseUrl: services.database('api'), secret }
  const floor = await spawnServer(join(import.meta.dirname, 'status-floor.server.ts'), settings)
  onEnd(floor.stop)
  const [organiser] = await signUpOrganisers(api.url, 1)
  const servers = [
    { name: FLOOR, ...floor, firstId: 1_000_000 },
    { name: API, ...api, firstId: 2_000_000 },
  ]
  const subjects: Subject<Phase, Sample>[] = []
  for (const { name, url, pid, firstId } of servers) {
    const pairs = await makePairs(api.url, organiser, { count: size.events, firstId })
    const messages = createStatusMessages(pairs, secret)
    subjects.push(createSubject({ name, url, messages, count: size.count }, watch(pid), onEnd))
  }
  return subjects

  function watch(server: number): MeasuredProcesses {
    return { server, postmaster: machine.postmaster }
  }
}

type Target = { name: string; url: string; messages: ReturnType<typeof createStatusMessages>; count: number }

function createSubject(
  { name, url, messages, count }: Target,
  watched: MeasuredProcesses,
  onEnd: OnEnd,
): Subject<Phase, Sample> {
  const pool = openPool(url)
  onEnd(() => pool.destroy())
  let sent = messages(0)
  const fresh = () => {
    sent = messages(count)
    return sampleOf(watched, () => drive(pool, sent))
  }
  return {
    name,
    phases: {
      fresh,
      repeat: () => sampleOf(watched, () => drive(pool, sent)),
      forged: () => sampleOf(watched, () => drive(pool, forge(sent), 401)),
    },
  }
}

function sectionsOf(rounds: Rounds<Phase, Sample>, { count, events }: Size): ReportSection[] {
  const how = `${count} messages a round about ${events} events over 32 connections, fsync on.`
  const section = (phase: Phase, title: string, description: string) =>
    callsSection({ title, description, samples: rounds[phase], versus: [{ of: API, to: FLOOR }] })
  return [
    section(
      'fresh',
      'Status webhook: fresh messages',
      `${how} HMAC verified, recorded, status and change row in one transaction, audit row written. The API also wakes its stream.`,
    ),
    section('repeat', 'Status webhook: repeats', 'The same messages once more: nothing changes.'),
    section(
      'forged',
      'Status webhook: forged messages',
      'The same with a wrong signature: 401, no row is read.',
    ),
  ]
}
