import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const DEFINES = /= (?:counter|gauge|histogram)\(\{/
const FOLDERS = ['platform', 'api', 'hi-events', 'box-office', 'client']

/** Imports every file that defines a metric, so that `metricDefinitions` is complete. */
export async function loadMetrics(root: string): Promise<void> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS]
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n')
  const defining = files
    .filter((file) => /\/src\/.*\.ts$/.test(file) && !/\.(test|browser)\.ts$/.test(file))
    .filter((file) => DEFINES.test(readFileSync(join(root, file), 'utf8')))
  for (const file of defining) await import(join(root, file))
}
