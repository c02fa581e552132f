import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { metricDefinitions } from '../../../platform/src/telemetry/registry.ts'

const DEFINES = /= (?:counter|gauge|histogram)\(\{/
const FOLDERS = ['platform', 'api', 'hi-events', 'box-office', 'client']

/** Metrics that are not ours: of Node (prom-client), of Prometheus and of its exporters. */
const FOREIGN = /^(up|ALERTS|nodejs_\w+|process_\w+|node_\w+|probe_\w+|scrape_\w+)$/

/** What Prometheus and histograms add. */
const ADDED_LABELS = ['job', 'instance', 'le']

/** A metric in an expression, with its matchers. */
export type UsedMetric = { name: string; matchers: { label: string; values: string[] }[] }

/** Every metric in a PromQL expression, except the recorded ones (`level:metric:operation`). */
export function usedMetrics(expr: string): UsedMetric[] {
  return [...expr.matchAll(/(?<![\w:"])([a-z]\w*)(?=[{[]|\s|$|\))(?:\{([^}]*)\})?/g)]
    .map(([, name = '', matchers = '']) => ({ name, matchers: matchersOf(matchers) }))
    .filter(({ name }) => /_/.test(name) || name === 'up')
}

function matchersOf(text: string): UsedMetric['matchers'] {
  return [...text.matchAll(/(\w+)\s*=~?\s*"([^"]*)"/g)].map(([, label = '', value = '']) => ({
    label,
    values: value.split('|'),
  }))
}

/** The metrics of all services, and what is wrong with the use of one. */
export async function definedMetrics(root: string) {
  for (const file of filesOf(root)) await import(join(root, file))
  const byName = new Map(metricDefinitions().map(({ name, labels }) => [name, labels]))
  const faultOf = ({ name, matchers }: UsedMetric): string[] => {
    if (FOREIGN.test(name)) return []
    const own = name.replace(/_(bucket|count|sum)$/, '')
    const labels = byName.get(name) ?? byName.get(own)
    if (labels === undefined) return [`${name} is not defined`]
    return matchers.flatMap(({ label, values }) => {
      if (ADDED_LABELS.includes(label)) return []
      const known = labels[label]
      if (known === undefined) return [`${name} has no label ${label}`]
      if (known === 'bounded') return []
      return values
        .filter((value) => !known.includes(value))
        .map((value) => `${name}: ${label} is never ${value}`)
    })
  }
  return { faultOf }
}

function filesOf(root: string): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS]
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\/src\/.*\.ts$/.test(file) && !/\.(test|browser)\.ts$/.test(file))
    .filter((file) => DEFINES.test(readFileSync(join(root, file), 'utf8')))
}
