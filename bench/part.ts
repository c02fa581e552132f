import type { ReportSection } from './measure/table.ts'
import type { Machine } from './stage/machine.ts'

export type Bench = {
  machine: Machine
  /** Fewer of everything: shows that it works, not how fast it is. */
  quick: boolean
  /** Tells a person how far it is; not part of the table. */
  progress: (text: string) => void
}

/** One thing measured, by the name it is chosen by on the command line. */
export type BenchPart = { name: string; run: (bench: Bench) => Promise<ReportSection[]> }

export type OnEnd = (close: () => Promise<unknown>) => void

/** Runs `work`; what it began is ended afterwards, the last first, whether it went well or not. */
export async function withClosers<T>(work: (onEnd: OnEnd) => Promise<T>): Promise<T> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    return await work((close) => closers.push(close))
  } finally {
    for (const close of closers.reverse()) await close()
  }
}
