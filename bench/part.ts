import type { ReportSection } from './measure/table.ts'
import type { Machine } from './stage/machine.ts'

export type Bench = {
  machine: Machine
  /** Whether to use small numbers: shows that everything works, not how fast it is. */
  quick: boolean
  /** Prints the progress to stderr; not part of the table. */
  progress: (text: string) => void
}

/** One measured part. Its name selects it on the command line. */
export type BenchPart = { name: string; run: (bench: Bench) => Promise<ReportSection[]> }

export type OnEnd = (close: () => Promise<unknown>) => void

/** Runs `work`. Afterwards, also after a failure, runs the registered closers in reverse order. */
export async function withClosers<T>(work: (onEnd: OnEnd) => Promise<T>): Promise<T> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    return await work((close) => closers.push(close))
  } finally {
    for (const close of closers.reverse()) await close()
  }
}
