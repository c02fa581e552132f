import { join } from 'node:path'
import { median } from '../measure/figures.ts'
import type { BenchCall } from '../measure/drive.ts'
import { type Rounds, takeTurns } from '../measure/rounds.ts'
import { type ReportSection, show, showRatio } from '../measure/table.ts'
import { type Bench, type OnEnd, type BenchPart, withClosers } from '../part.ts'
import { spawnServer } from '../servers/spawn.ts'
import { signUpOrganisers } from '../stage/organisers.ts'
import { startServices } from '../stage/services.ts'
import { makePairs } from '../webhook/pairs.ts'
import { createStatusMessages } from '../webhook/status-calls.ts'
import {
  createSubject,
  type StreamPhase,
  type Size,
  type StreamSample,
  type StreamSubject,
  type StreamTarget,
} from './subject.ts'

const FULL: Size = { listeners: 1000, crowd: 4000, burst: 200, paced: 40, rounds: 5 }
const QUICK: Size = { listeners: 100, crowd: 400, burst: 40, paced: 10, rounds: 2 }

const [API, FLOOR, PEER] = ['tuvens-api', 'node:http floor', 'better-sse'] as const

/** Measures one change to many open pages: the API from the webhook on, plain `write`, and another library. */
export const stream: BenchPart = {
  name: 'stream',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      bench.progress(`stream: starting, ${size.listeners} listeners for each`)
      const subjects: StreamSubject[] = []
      for (const target of await startTargets(bench, size, onEnd)) {
        subjects.push(await createSubject(target, size, onEnd))
      }
      bench.progress(`stream: ${size.rounds} rounds of ${size.burst} changes at once and ${size.paced} paced`)
      return [sectionOf(subjects, await takeTurns(subjects, ['burst', 'paced'], size.rounds), size)]
    }),
}

async function startTargets({ machine }: Bench, { burst }: Size, onEnd: OnEnd): Promise<StreamTarget[]> {
  const floor = await spawnServer(join(import.meta.dirname, 'floor.server.ts'))
  onEnd(floor.stop)
  const peer = await spawnServer(join(import.meta.dirname, 'better-sse.server.ts'))
  onEnd(peer.stop)
  // Another process creates the events, so that the measured memory holds only what the listeners need.
  const first = await startServices(machine, 'stream', ['api'])
  onEnd(first.stop)
  const [organiser] = await signUpOrganisers(first.of('api').url, 1)
  // One event for each change of a burst: two messages about one event can overtake each other, and the older one has no effect.
  const pairs = await makePairs(first.of('api').url, organiser, { count: burst, firstId: 2_000_000 })
  await first.stop()
  const services = await startServices(machine, 'stream', ['api'])
  onEnd(services.stop)
  const api = services.of('api')
  const calls = createStatusMessages(pairs, machine.secrets.shared)
  return [
    { name: FLOOR, ...floor, stream: '/', calls: publishCalls },
    { name: API, ...api, stream: '/api/events/updates', calls },
    { name: PEER, ...peer, stream: '/', calls: publishCalls },
  ]
}

function publishCalls(count: number): BenchCall[] {
  return Array.from({ length: count }, () => ({ method: 'POST', path: '/', headers: {} }))
}

function sectionOf(
  subjects: StreamSubject[],
  rounds: Rounds<StreamPhase, StreamSample>,
  size: Size,
): ReportSection {
  const values = (phase: StreamPhase, name: string, figure: 'perSecond' | 'p50' | 'p99' | 'cpu') =>
    (rounds[phase][name] ?? []).map((sample) => sample[figure])
  const perSecond = (name: string) => values('burst', name, 'perSecond')
  return {
    title: `The stream with ${size.listeners} listeners`,
    description: `The rate is measured with bursts of ${size.burst} changes, the times with ${size.paced} single ones. The API receives each change as a signed status webhook and commits it first; it sends all changes committed meanwhile in one write to each listener. The other servers only write. Memory and idle processor time are measured with ${size.crowd} listeners.`,
    columns: [
      'server',
      'deliveries/s',
      'server CPU µs/delivery',
      'change → listener p50 ms',
      'p99 ms',
      'KiB/listener',
      'CPU idle %',
    ],
    rows: subjects.map(({ name, idle }) => [
      name,
      show(median(perSecond(name))),
      show(median(values('burst', name, 'cpu'))),
      show(median(values('paced', name, 'p50'))),
      show(median(values('paced', name, 'p99'))),
      show(idle.bytesPerListener / 1024),
      show(idle.cpuShare * 100),
    ]),
    ratios: [
      showRatio({ description: `deliveries/s, ${API} / ${FLOOR}`, of: perSecond(API), to: perSecond(FLOOR) }),
      showRatio({
        description: `deliveries/s, ${API} / ${PEER}`,
        of: perSecond(API),
        to: perSecond(PEER),
        goal: '≥ 3',
      }),
    ],
  }
}
