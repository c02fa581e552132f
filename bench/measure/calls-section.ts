import { median } from './figures.ts'
import type { Sample } from './sample.ts'
import { type ReportSection, show, showRatio } from './table.ts'

export type Versus = { of: string; to: string; goal?: string; cpuGoal?: string }

export type CallsResult = {
  title: string
  description: string
  /** Samples by subject, one a round. */
  samples: Record<string, Sample[]>
  versus: readonly Versus[]
}

const COLUMNS = ['server', 'calls/s', 'p50 ms', 'p99 ms', 'server CPU µs/call', 'PostgreSQL CPU µs/call']
const FIGURES = ['perSecond', 'p50', 'p99', 'cpu', 'databaseCpu'] as const

/** Renders the medians over the rounds for each server, and the ratios of calls per second and of processor time. */
export function callsSection({ title, description, samples, versus }: CallsResult): ReportSection {
  const values = (name: string, figure: (typeof FIGURES)[number]) =>
    (samples[name] ?? []).map((sample) => sample[figure])
  return {
    title,
    description,
    columns: COLUMNS,
    rows: Object.keys(samples).map((name) => [
      name,
      ...FIGURES.map((figure) => show(median(values(name, figure)))),
    ]),
    ratios: versus.flatMap(({ of, to, goal, cpuGoal }) => [
      showRatio({
        description: `calls/s, ${of} / ${to}`,
        of: values(of, 'perSecond'),
        to: values(to, 'perSecond'),
        ...(goal !== undefined && { goal }),
      }),
      showRatio({
        description: `server CPU per call, ${of} / ${to}`,
        of: values(of, 'cpu'),
        to: values(to, 'cpu'),
        ...(cpuGoal !== undefined && { goal: cpuGoal }),
      }),
    ]),
  }
}
