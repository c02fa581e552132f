import type { Driven } from './drive.ts'
import { percentile } from './figures.ts'
import { cpuSecondsOf, cpuSecondsOfFamily } from './usage.ts'

/** Results of one subject in one round. */
export type Sample = {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Microseconds of processor time for each call, in the server and in PostgreSQL. */
  cpu: number
  databaseCpu: number
}

export type MeasuredProcesses = { server: number; postmaster: number }

/** Runs `work` and measures its speed and the processor time of the two processes. */
export async function sampleOf(
  { server, postmaster }: MeasuredProcesses,
  work: () => Promise<Driven>,
): Promise<Sample & Driven> {
  const before = [cpuSecondsOf(server), cpuSecondsOfFamily(postmaster)] as const
  const driven = await work()
  const count = driven.latencies.length
  const micros = (from: number, to: number) => ((to - from) / count) * 1e6
  return {
    ...driven,
    perSecond: count / driven.seconds,
    p50: percentile(driven.latencies, 0.5),
    p99: percentile(driven.latencies, 0.99),
    cpu: micros(before[0], cpuSecondsOf(server)),
    databaseCpu: micros(before[1], cpuSecondsOfFamily(postmaster)),
  }
}
