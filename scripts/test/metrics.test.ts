import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { metricDefinitions } from '../../platform/src/telemetry/registry.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const DEFINES = /= (?:counter|gauge|histogram)\(\{/

/** Labels whose values are bounded by the code in another way than by a list; each definition says how. */
const BOUNDED = ['route', 'work', 'queue', 'limit', 'service', 'version', 'flag', 'variant']
const MAX_VALUES = 20

const files = execFileSync(
  'git',
  [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    'platform',
    'api',
    'hi-events',
    'box-office',
    'client',
  ],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => /\/src\/.*\.ts$/.test(file) && !/\.(test|browser)\.ts$/.test(file))
  .filter((file) => DEFINES.test(readFileSync(join(ROOT, file), 'utf8')))

it('every metric has a name with its unit, and labels with few values', async () => {
  for (const file of files) await import(join(ROOT, file))
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
