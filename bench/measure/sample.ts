import type { Driven } from './drive.ts'
import { percentile } from './figures.ts'
import { cpuSecondsOf, cpuSecondsOfFamily } from './usage.ts'

/** What one round of one subject came to. */
export type Sample = {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Microseconds of processor a call cost the server, and PostgreSQL behind it. */
  cpu: number
  databaseCpu: number
}

export type MeasuredProcesses = { server: number; postmaster: number }

/** Runs `work` and tells how fast it went and what it cost the processes watched. */
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
