import { setTimeout as sleep } from 'node:timers/promises'
import { copyEvent } from '../many/copies.ts'
import { median } from '../measure/figures.ts'
import { type ReportSection, show } from '../measure/table.ts'
import { residentBytesOf } from '../measure/usage.ts'
import { type BenchPart, withClosers } from '../part.ts'
import { ACTIONS } from './actions.ts'
import { COST_COLUMNS, type CapacityStage, type Cost, startCapacityStage } from './stage.ts'

type Size = { rounds: number; events: number; links: number; idleSeconds: number; quick: boolean }
const FULL: Size = { rounds: 3, events: 8, links: 20_000, idleSeconds: 60, quick: false }
const QUICK: Size = { rounds: 1, events: 2, links: 200, idleSeconds: 3, quick: true }

/** Measures what the product needs for each thing that people do: the figures of docs/operate/capacity.md. */
export const capacity: BenchPart = {
  name: 'capacity',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      bench.progress('capacity: starting everything')
      const stage = await startCapacityStage(bench, size.events, onEnd)
      const rows: string[][] = []
      for (const { name, counts, run } of ACTIONS) {
        const count = size.quick ? counts.quick : counts.full
        bench.progress(`capacity: ${count} × ${name}`)
        await run(stage, Math.ceil(count / 10))
        const costs: Cost[] = []
        while (costs.length < size.rounds) costs.push(await stage.costOf(count, () => run(stage, count)))
        rows.push(rowOf(name, costs))
      }
      return [actionsSection(rows, size), await idleSection(stage, size, bench.progress)]
    }),
}

const COLUMNS = ['site CPU ms', 'API CPU ms', 'ticket origin CPU ms', 'PostgreSQL CPU ms', 'bytes stored']

function rowOf(name: string, costs: readonly Cost[]): string[] {
  return [name, ...COST_COLUMNS.map((column) => show(median(costs.map((each) => each[column]))))]
}

const actionsSection = (rows: string[][], { rounds }: Size): ReportSection => ({
  title: 'Capacity: what people do',
  description: `Processor time and space in the databases for each; medians of ${rounds} rounds. Everything runs with metrics and the request log. The ticket system's own share is left out, but for its database, which shares the PostgreSQL.`,
  columns: ['once', ...COLUMNS],
  rows,
  ratios: [],
})

/** What runs without anybody: sweeps, looks at shops, clean-up, comparisons. */
async function idleSection(
  stage: CapacityStage,
  { links, idleSeconds }: Size,
  progress: (text: string) => void,
): Promise<ReportSection> {
  const idle = () => stage.costOf(idleSeconds, () => sleep(idleSeconds * 1000))
  progress(`capacity: ${idleSeconds} s without anybody`)
  const few = await idle()
  progress(`capacity: copying an event ${links} times`)
  const [first] = stage.events
  const copied =
    first === undefined ? few : await stage.costOf(links, () => copyEvent(stage.databases, first, links))
  const many = await idle()
  const memory = (['site', 'api', 'tickets'] as const).map(
    (name) => `${name} ${show(residentBytesOf(stage.services.of(name).pid) / 2 ** 20)} MiB`,
  )
  return {
    title: 'Capacity: when nobody does anything',
    description: `Processor time a second, over ${idleSeconds} s.`,
    columns: ['a second', ...COLUMNS],
    rows: [rowOf(`${stage.events.length} linked events`, [few]), rowOf(`${links} linked events`, [many])],
    ratios: [
      `bytes for each linked event, in the databases of API and ticket origin: ${show(copied.bytes)}`,
      `resident memory at the end: ${memory.join(', ')}`,
    ],
  }
}
