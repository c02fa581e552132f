import { join } from 'node:path'
import { callsSection } from '../measure/calls-section.ts'
import { openPool } from '../measure/drive.ts'
import { type Subject, takeTurns } from '../measure/rounds.ts'
import { type Sample, sampleOf } from '../measure/sample.ts'
import type { ReportSection } from '../measure/table.ts'
import { type Bench, type OnEnd, type BenchPart, withClosers } from '../part.ts'
import { spawnServer } from '../servers/spawn.ts'
import type { BareSettings } from './bare.server.ts'
import { BODIES } from './bodies.ts'
import { drain } from './drain.ts'
import { startTicketOrigin } from './ticket-origin.ts'

const PHASE_NAMES = ['json', 'page', 'image'] as const
type Phase = (typeof PHASE_NAMES)[number]
type Size = { rounds: number } & Record<Phase, number>
const FULL: Size = { rounds: 9, json: 6000, page: 4000, image: 120 }
const QUICK: Size = { rounds: 2, json: 500, page: 300, image: 30 }

const [TICKETS, BARE, LEAST] = ['ticket origin', 'bare proxy', 'bare proxy, headers as lists'] as const
/** What the ticket origin could be built on instead (decisions/010). */
const [DISPATCH, HTTP_PROXY] = ["undici's dispatch", '@fastify/http-proxy'] as const
const PHASES: Record<Phase, { path: string; title: string }> = {
  json: { path: '/api/public/events/7', title: '1 kB of JSON' },
  page: { path: '/event/7/jazz', title: 'a page of 100 kB' },
  image: { path: '/storage/event_cover/jazz.png', title: 'an image of 5 MB' },
}

/** Measures the cost of the pass-through, compared with a proxy that checks and changes nothing. */
export const passthrough: BenchPart = {
  name: 'passthrough',
  run: (bench) => measure(bench, bench.quick ? QUICK : FULL),
}

function measure(bench: Bench, size: Size): Promise<ReportSection[]> {
  return withClosers(async (onEnd) => {
    bench.progress('passthrough: starting')
    const subjects = await startSubjects(bench, size, onEnd)
    bench.progress(`passthrough: ${size.rounds} rounds`)
    const rounds = await takeTurns(subjects, PHASE_NAMES, size.rounds)
    return PHASE_NAMES.map((phase) => sectionOf(phase, rounds[phase], size))
  })
}

async function startSubjects(
  { machine }: Bench,
  size: Size,
  onEnd: OnEnd,
): Promise<Subject<Phase, Sample>[]> {
  const upstream = await spawnServer(join(import.meta.dirname, 'upstream.server.ts'))
  onEnd(upstream.stop)
  const port = Number(new URL(upstream.url).port)
  const proxy = async (file: string, settings: { port: number } & Partial<BareSettings>) => {
    const server = await spawnServer(join(import.meta.dirname, file), settings)
    onEnd(server.stop)
    return server
  }
  const tickets = await startTicketOrigin(machine, upstream.url)
  onEnd(tickets.stop)
  const servers = [
    { name: BARE, ...(await proxy('bare.server.ts', { port, headers: 'objects' })) },
    { name: LEAST, ...(await proxy('bare.server.ts', { port, headers: 'lists' })) },
    { name: DISPATCH, ...(await proxy('dispatch.server.ts', { port })) },
    { name: HTTP_PROXY, ...(await proxy('http-proxy.server.ts', { port })) },
    { name: TICKETS, ...tickets },
  ]
  return servers.map(({ name, url, pid }) => {
    const pool = openPool(url)
    onEnd(() => pool.destroy())
    const watched = { server: pid, postmaster: machine.postmaster }
    const phase = (each: Phase) => () => sampleOf(watched, () => drain(pool, drainRequest(each, size)))
    return { name, phases: { json: phase('json'), page: phase('page'), image: phase('image') } }
  })
}

function drainRequest(phase: Phase, size: Size) {
  const { path } = PHASES[phase]
  return { path, count: size[phase], bytes: BODIES[path]?.bytes.length ?? 0 }
}

function sectionOf(phase: Phase, samples: Record<string, Sample[]>, size: Size): ReportSection {
  return callsSection({
    title: `Pass-through: ${PHASES[phase].title}`,
    description: `${size[phase]} requests a round over 32 connections, with the headers of a browser, to an upstream with prepared responses.`,
    samples,
    versus: [
      { of: TICKETS, to: BARE, cpuGoal: '≤ 1.05' },
      { of: TICKETS, to: LEAST },
      { of: DISPATCH, to: BARE },
      { of: HTTP_PROXY, to: BARE },
    ],
  })
}
