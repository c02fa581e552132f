import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Definition, metricDefinitions } from '../../platform/src/telemetry/registry.ts'
import { loadMetrics } from '../operator-docs/load-metrics.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** Labels whose values are bounded by the code in another way than by a list; each definition says how. */
const BOUNDED = ['route', 'work', 'queue', 'limit', 'service', 'version', 'flag', 'variant']
const MAX_VALUES = 20

/** One row for each metric, as the page for operators has it. */
function tableOf(definitions: readonly Definition[]): string[] {
  return definitions
    .filter(({ name }) => !name.startsWith('tuvens_test_'))
    .map(({ name, kind, labels, help }) => {
      const names = Object.entries(labels).map(([label, values]) =>
        values === 'bounded' ? `\`${label}\`` : `\`${label}\`: ${values.join(', ')}`,
      )
      return `| \`${name}\` | ${kind} | ${names.join('; ')} | ${help} |`
    })
    .toSorted()
}

it('every metric stands in the table for operators, as it is defined', async () => {
  await loadMetrics(ROOT)
  const page = readFileSync(join(ROOT, 'docs', 'operate', 'monitoring.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `tuvens_'))
  expect(rows).toEqual(tableOf(metricDefinitions()))
})

it('every metric has a name with its unit, and labels with few values', async () => {
  await loadMetrics(ROOT)
  const definitions = metricDefinitions()
  expect(definitions.length).toBeGreaterThan(5)
  const faults = definitions.flatMap(({ name, labels }) => [
    ...(/^tuvens_[a-z0-9_]+$/.test(name) ? [] : [`${name} is not in snake case after tuvens_`]),
    ...Object.entries(labels).flatMap(([label, values]) => {
      if (values === 'bounded') return BOUNDED.includes(label) ? [] : [`${name}: nothing bounds ${label}`]
      return values.length <= MAX_VALUES ? [] : [`${name}: ${label} has ${values.length} values`]
    }),
  ])
  expect(faults).toEqual([])
})
