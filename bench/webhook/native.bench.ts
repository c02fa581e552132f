import { signNativeWebhook } from '@tuvens/contract/signatures'
import { createDb, type Db } from '@tuvens/platform/db/db'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { callsSection } from '../measure/calls-section.ts'
import { type BenchCall, drive, openPool } from '../measure/drive.ts'
import { median } from '../measure/figures.ts'
import { type Subject, takeTurns } from '../measure/rounds.ts'
import { type Sample, sampleOf, type MeasuredProcesses } from '../measure/sample.ts'
import { type ReportSection, show } from '../measure/table.ts'
import { type Bench, type OnEnd, withClosers } from '../part.ts'
import { spawnServer } from '../servers/spawn.ts'
import { startServices } from '../stage/services.ts'
import { makeTicketedEvent, readNativeWebhook } from '../stage/ticketed-event.ts'
import type { NativeFloorSettings } from './native-floor.server.ts'

type Size = { rounds: number; count: number }
const FULL: Size = { rounds: 7, count: 1000 }
const QUICK: Size = { rounds: 2, count: 200 }

const [TICKETS, FLOOR] = ['ticket origin', 'node:http + pg floor'] as const
type Phase = 'fresh'

/** Measures how fast the ticket origin answers a native webhook; Hi.Events holds the organiser’s request until then. */
export function measureNativeWebhook(bench: Bench): Promise<ReportSection[]> {
  return withClosers(async (onEnd) => {
    const size = bench.quick ? QUICK : FULL
    bench.progress('webhook: starting the ticket origin')
    const { subjects, leftovers } = await startSubjects(bench, size, onEnd)
    bench.progress(`webhook: ${size.rounds} rounds of ${size.count} native messages`)
    const { fresh } = await takeTurns(subjects, ['fresh'], size.rounds)
    const section = callsSection({
      title: 'Native webhook: fresh messages',
      description: `${size.count} order messages a round over 32 connections, fsync on. HMAC verified, recorded durably, then answered; meanwhile the ticket origin also processes what it has recorded.`,
      samples: fresh,
      versus: [{ of: TICKETS, to: FLOOR }],
    })
    const left = show(median(leftovers.slice(1)))
    const remainder = `after the last response the ticket origin needs **${left} s** to process the rest of a round`
    return [{ ...section, ratios: [...section.ratios, remainder] }]
  })
}

async function startSubjects(
  { machine }: Bench,
  { count }: Size,
  onEnd: OnEnd,
): Promise<{ subjects: Subject<Phase, Sample>[]; leftovers: number[] }> {
  const services = await startServices(machine, 'native', ['boxOffice', 'api', 'tickets'])
  onEnd(services.stop)
  const { hiEventId } = await makeTicketedEvent(services)
  const { path, secret } = await readNativeWebhook(services)
  const settings: NativeFloorSettings = { databaseUrl: await machine.database('native-floor'), secret }
  const floor = await spawnServer(join(import.meta.dirname, 'native-floor.server.ts'), settings)
  onEnd(floor.stop)
  const db = createDb(services.database('hi-events'), { max: 1 })
  onEnd(() => db.end())
  const watch = (server: number): MeasuredProcesses => ({ server, postmaster: machine.postmaster })
  const messages = createMessages({ path, secret, hiEventId })
  const tickets = services.of('tickets')
  const ours = createSubject({ name: TICKETS, url: tickets.url, count, messages }, watch(tickets.pid), onEnd)
  const leftovers: number[] = []
  const fresh = async () => {
    const sample = await ours.phases.fresh()
    leftovers.push(await waitUntilProcessed(db))
    return sample
  }
  const subjects = [
    createSubject({ name: FLOOR, url: floor.url, count, messages }, watch(floor.pid), onEnd),
    { name: TICKETS, phases: { fresh } },
  ]
  return { subjects, leftovers }
}

type Target = { name: string; url: string; count: number; messages: (count: number) => BenchCall[] }

function createSubject(
  { name, url, count, messages }: Target,
  watched: MeasuredProcesses,
  onEnd: OnEnd,
): Subject<Phase, Sample> {
  const pool = openPool(url)
  onEnd(() => pool.destroy())
  return { name, phases: { fresh: () => sampleOf(watched, () => drive(pool, messages(count))) } }
}

/** Creates messages about orders: they are recorded like others, but cause no read of the event. */
function createMessages(to: {
  path: string
  secret: string
  hiEventId: number
}): (count: number) => BenchCall[] {
  let made = 0
  const next = (): BenchCall => {
    made += 1
    const body = JSON.stringify({
      event_type: 'order.created',
      event_sent_at: `${new Date().toISOString().slice(0, 19)}Z`,
      payload: { id: made, event_id: to.hiEventId, public_id: `o-${made}`, total_gross: 0, currency: 'EUR' },
    })
    const signature = signNativeWebhook(to.secret, body)
    return { method: 'POST', path: to.path, headers: { 'content-type': 'application/json', signature }, body }
  }
  return (count) => Array.from({ length: count }, next)
}

/** Waits until all deliveries are processed, because the rest would slow down the next subject. @returns seconds */
async function waitUntilProcessed(db: Db): Promise<number> {
  const from = performance.now()
  for (;;) {
    const [row] = await db<{ left: number }[]>`
      select count(*)::integer as left from deliveries where processed_at is null`
    if (row === undefined || row.left === 0) return (performance.now() - from) / 1000
    await sleep(100)
  }
}
