import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { ensureDebianPackages } from '../system/debian.ts'
import { alertGroups } from './alerts.ts'
import { EXAMPLES } from './test-support/examples.ts'
import { monitoringFiles } from './files.ts'
import { dashboards } from './dashboards/dashboards.ts'
import { datasourcesConfig } from './dashboards/datasources.ts'
import { queriesOf } from './dashboards/queries.ts'
import { objectiveGroups } from './objective-rules.ts'
import type { AlertingRule } from './rule.ts'
import { definedMetrics, usedMetrics } from './test-support/metric-names.ts'
import { ruleTests } from './test-support/rule-tests.ts'
import { timingOf } from './timing.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, 'deploy', 'monitoring')
const RUNBOOKS = join(ROOT, 'docs', 'operate', 'runbooks')

const groups = [...objectiveGroups(timingOf()), ...alertGroups(timingOf())]
const rules = groups.flatMap((group) => group.rules)
const alerts = rules.filter((rule): rule is AlertingRule => 'alert' in rule)
const names = [...new Set(alerts.map(({ alert }) => alert))]

let temporary: string
beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'monitoring-'))
  const logs = join(ROOT, '.data', 'logs')
  mkdirSync(logs, { recursive: true })
  const purpose = 'The tests of alerts need'
  await ensureDebianPackages(['prometheus', 'prometheus-alertmanager'], { logs, purpose })
})
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

describe('the files of deploy/monitoring', () => {
  it('are those that npm run monitoring writes', () => {
    for (const [path, text] of monitoringFiles()) expect(readFileSync(join(FOLDER, path), 'utf8')).toBe(text)
    const written = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name).slice(FOLDER.length + 1))
    expect(written.toSorted()).toEqual([...monitoringFiles().keys()].toSorted())
  })

  it('are valid for Prometheus and Alertmanager', () => {
    execFileSync('promtool', ['check', 'config', join(FOLDER, 'prometheus.yml')])
    const rulesOf = ['objectives.yml', 'alerts.yml'].map((name) => join(FOLDER, 'rules', name))
    execFileSync('promtool', ['check', 'rules', '--lint=all', '--lint-fatal', ...rulesOf])
    execFileSync('amtool', ['check-config', join(FOLDER, 'alertmanager', 'alertmanager.yml')])
  })

  it('are valid with the short times of a drill', () => {
    const timing = timingOf({ divisor: 240, evaluationSeconds: 0.5 })
    for (const [path, text] of monitoringFiles({ timing })) {
      mkdirSync(join(temporary, dirname(path)), { recursive: true })
      writeFileSync(join(temporary, path), text)
    }
    execFileSync('promtool', ['check', 'config', join(temporary, 'prometheus.yml')])
  })
})

describe('the alerts', () => {
  it('fire in their example, and neither before nor after it', () => {
    const files = ruleTests(EXAMPLES, join(FOLDER, 'rules')).map((content, index) => {
      const file = join(temporary, `tests-${index}.yml`)
      writeFileSync(file, stringify(content, { aliasDuplicateObjects: false }))
      return file
    })
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', ...files], {
      encoding: 'utf8',
    })
    expect(status, stdout + stderr).toBe(0)
  })

  it('have an example each', () => {
    const keyOf = (alert: string, severity: string) => `${alert} ${severity}`
    const tested = EXAMPLES.map(({ alert, severity }) => keyOf(alert, severity))
    const all = alerts.filter(({ alert }) => alert !== 'Watchdog')
    expect([...new Set(tested)].toSorted()).toEqual(
      all.map(({ alert, labels }) => keyOf(alert, labels.severity)).toSorted(),
    )
  })

  it('name in their texts only labels that they have', () => {
    const faults = EXAMPLES.flatMap(({ alert, labels }) =>
      alerts
        .filter((each) => each.alert === alert)
        .flatMap(({ annotations: { summary, description } }) => labelsIn(summary + description))
        .filter((label) => !Object.hasOwn(labels, label))
        .map((label) => `${alert}: ${label}`),
    )
    expect(faults).toEqual([])
  })

  it('wake nobody for what anybody can report', () => {
    const recorded = rules.filter(({ expr }) => expr.includes('tuvens_widget_load'))
    const objectives = recorded.map(({ labels }) => labels?.['objective'])
    expect(objectives.length).toBeGreaterThan(0)
    const severities = alerts
      .filter(({ labels }) => objectives.includes(labels['objective']))
      .map(({ labels }) => labels.severity)
    expect(severities).toEqual(['ticket'])
  })

  it('read only metrics, labels and values that the services have', async () => {
    const defined = await definedMetrics(ROOT)
    const faults = rules.flatMap(({ expr }) => usedMetrics(expr)).flatMap((used) => defined.faultOf(used))
    expect([...new Set(faults)]).toEqual([])
  })
})

describe.each(Object.entries(dashboards()))('the dashboard %s', (_name, { panels = [], title, uid }) => {
  const shown = panels.filter(({ type }) => type !== 'row')

  it('has a title, and panels that do not overlap', () => {
    expect({ title, uid }).toEqual({
      title: expect.stringMatching(/\w/),
      uid: expect.stringMatching(/^tuvens-/),
    })
    const cells = panels.flatMap(({ gridPos }) => (gridPos === undefined ? [] : cellsOf(gridPos)))
    expect(new Set(cells).size).toBe(cells.length)
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  })

  it('has queries to data sources that are provisioned', () => {
    const known = datasourcesConfig().datasources.map((each) => `${each.type} ${each.uid}`)
    for (const panel of shown) {
      expect(queriesOf([panel]).length, panel.title).toBeGreaterThan(0)
      for (const { datasource } of queriesOf([panel]))
        expect(known).toContain(`${datasource.type} ${datasource.uid}`)
    }
  })

  it('reads only metrics, labels and values that the services have', async () => {
    const defined = await definedMetrics(ROOT)
    const exprs = queriesOf(shown).flatMap((query) => ('expr' in query ? [query.expr] : []))
    const faults = exprs.flatMap((expr) => usedMetrics(expr)).flatMap((used) => defined.faultOf(used))
    expect([...new Set(faults)]).toEqual([])
  })
})

describe('the runbooks', () => {
  it('are one for each alert', () => {
    const pages = readdirSync(RUNBOOKS).map((file) => file.replace(/\.md$/, ''))
    expect(pages.toSorted()).toEqual(names.toSorted())
    for (const { annotations } of alerts) expect(existsSync(join(ROOT, annotations.runbook))).toBe(true)
  })

  it.each(names)('%s tells symptom, meaning, where to look, what to do and whom to wake', (alert) => {
    const text = readFileSync(join(RUNBOOKS, `${alert}.md`), 'utf8')
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1])
    expect(headings).toEqual([alert, 'Symptom', 'Meaning', 'Look', 'Fix', 'When to wake someone'])
  })
})

type Place = { x: number; y: number; w: number; h: number }

function cellsOf({ x, y, w, h }: Place): string[] {
  expect(x + w).toBeLessThanOrEqual(24)
  return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`)
}

function labelsIn(text: string): string[] {
  return [...text.matchAll(/\$labels\.(\w+)/g)].map((match) => match[1] ?? '')
}
