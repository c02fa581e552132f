import { join } from 'node:path'
import type { Example } from './example.ts'

/** How long all is well before a fault. */
const HEALTHY_MINUTES = 90
/** What is recorded comes before what reads it, as in the file. */
const OBJECTIVE_GROUPS = ['objectives', 'objective-budgets', 'objective-alerts']

/**
 * Files for `promtool test rules`: each alert is silent while all is well, fires in its example, and ends after it.
 * All objectives share one test for each severity, because their rules take long to evaluate.
 */
export function ruleTests(examples: readonly Example[], rulesFolder: string): unknown[] {
  const burns = examples.filter(({ labels }) => 'objective' in labels)
  const others = examples.filter((example) => !burns.includes(example))
  return [
    fileOf(
      join(rulesFolder, 'alerts.yml'),
      1,
      others.map((each) => testOf(each.alert, [each], 1)),
    ),
    ...(['page', 'ticket'] as const).map((severity) => {
      const own = burns.filter((each) => each.severity === severity)
      const stepMinutes = own[0]?.stepMinutes ?? 1
      const tests = [testOf(severity, own, stepMinutes)]
      return fileOf(join(rulesFolder, 'objectives.yml'), stepMinutes, tests, OBJECTIVE_GROUPS)
    }),
  ]
}

function fileOf(rules: string, stepMinutes: number, tests: unknown[], groups: readonly string[] = []) {
  return {
    rule_files: [rules],
    evaluation_interval: `${stepMinutes}m`,
    // Without it promtool takes the groups in a random order, and an alert may read what is recorded a step later.
    group_eval_order: groups,
    tests,
  }
}

function testOf(name: string, examples: readonly Example[], stepMinutes: number) {
  return {
    name,
    interval: `${stepMinutes}m`,
    input_series: examples.flatMap((example) => seriesOf(example, stepMinutes)),
    promql_expr_test: examples.flatMap((example) => expectationsOf(example, stepMinutes)),
  }
}

function seriesOf({ samples, faultyMinutes, recoveredMinutes }: Example, stepMinutes: number) {
  const phases = [
    { isHealthy: true, steps: HEALTHY_MINUTES / stepMinutes },
    { isHealthy: false, steps: faultyMinutes / stepMinutes },
    { isHealthy: true, steps: recoveredMinutes / stepMinutes },
  ]
  return samples.map((sample) => ({ series: sample.series, values: valuesOf(sample, phases, stepMinutes) }))
}

function expectationsOf(example: Example, stepMinutes: number) {
  const ends = HEALTHY_MINUTES + example.faultyMinutes
  return [
    expectation(example, HEALTHY_MINUTES - stepMinutes, false),
    expectation(example, ends - stepMinutes, true),
    expectation(example, ends + example.recoveredMinutes - stepMinutes, false),
  ]
}

function expectation({ alert, severity, labels }: Example, minutes: number, isFiring: boolean) {
  const own = { alertname: alert, severity, alertstate: 'firing' }
  return {
    expr: `ALERTS${selector(own)}`,
    eval_time: `${minutes}m`,
    exp_samples: isFiring ? [{ labels: `ALERTS${selector({ ...own, ...labels })}`, value: 1 }] : [],
  }
}

function selector(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return `{${pairs.join(',')}}`
}

type Phase = { isHealthy: boolean; steps: number }

/** In the notation of promtool: `start+growth x further samples`. */
function valuesOf(sample: Example['samples'][number], phases: Phase[], stepMinutes: number): string {
  let value = 0
  const parts = phases.map(({ isHealthy, steps }) => {
    const rate = isHealthy ? sample.healthy : sample.faulty
    if (sample.isCounter !== true) return `${rate}+0x${steps - 1}`
    const growth = rate * stepMinutes
    const part = `${value}+${growth}x${steps - 1}`
    value += growth * steps
    return part
  })
  return parts.join(' ')
}
