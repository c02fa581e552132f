import { existsSync, readFileSync } from 'node:fs'
import type { Count } from './claim.ts'

type Vitest = {
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[]
}
type Playwright = {
  stats: { expected: number; unexpected: number; flaky: number }
  errors: { message?: string }[]
  suites: PlaywrightSuite[]
}
type PlaywrightSuite = {
  specs: { title: string; file: string; tests: { status: string }[] }[]
  suites?: PlaywrightSuite[]
}

/**
 * Counts from a JSON report of vitest, of the test files in a folder. A file that fails before its first test counts as a
 * failure, as does an exit code other than 0 that no test explains.
 */
export function countVitest(report: string, code: number, folder = ''): Count {
  const results = readReport<Vitest>(report)?.testResults
  if (results === undefined) return { passed: 0, failed: 1 }
  const own = results.filter(({ name }) => name.startsWith(folder === '' ? '' : `${folder}/`))
  const passed = own
    .flatMap((each) => each.assertionResults)
    .filter((each) => each.status === 'passed').length
  const failures = failedTests(own)
  const isExplained = failedTests(results).length > 0
  return withRunnerFailure({ passed, failed: failures.length, failures }, isExplained ? 0 : code)
}

function failedTests(results: Vitest['testResults']): string[] {
  return results.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.filter((each) => each.status === 'failed')
    if (status === 'failed' && tests.length === 0) return [name]
    return tests.map(({ fullName }) => `${name} ${fullName}`)
  })
}

/** Counts from a JSON report of Playwright. A test that passes only when repeated counts as a failure. */
export function countPlaywright(report: string, code: number): Count {
  const read = readReport<Playwright>(report)
  if (read === undefined) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = read.stats
  const failed = unexpected + flaky + read.errors.length
  const errors = read.errors.map(({ message = '' }) => message.split('\n', 1)[0] ?? '')
  return withRunnerFailure(
    { passed: expected, failed, failures: [...failedSpecs(read.suites), ...errors] },
    code,
  )
}

function failedSpecs(suites: readonly PlaywrightSuite[]): string[] {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.filter(isFailed).map(({ file, title }) => `${file} ${title}`),
    ...failedSpecs(inner),
  ])
}

function isFailed({ tests }: PlaywrightSuite['specs'][number]): boolean {
  return tests.some(({ status }) => status === 'unexpected' || status === 'flaky')
}

/** Counts a failure when the runner exits with an error or runs no test, whatever its report contains. */
function withRunnerFailure(count: Count, code: number): Count {
  return count.failed === 0 && (code !== 0 || count.passed === 0) ? { ...count, failed: 1 } : count
}

function readReport<T>(file: string): T | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
