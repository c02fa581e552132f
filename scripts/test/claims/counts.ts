import { existsSync, readFileSync } from 'node:fs'
import type { Count } from './claim.ts'

type Vitest = {
  numPassedTests: number
  numFailedTests: number
  numFailedTestSuites: number
  success: boolean
}
type Playwright = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] }

/** Counts from a JSON report of vitest. A file that fails before its first test counts as a failure. */
export function countVitest(report: string, code: number): Count {
  const read = readReport<Vitest>(report)
  if (read === undefined) return { passed: 0, failed: 1 }
  const failed = Math.max(read.numFailedTests, read.numFailedTestSuites > 0 || code !== 0 ? 1 : 0)
  return withRunnerFailure({ passed: read.numPassedTests, failed }, code)
}

/** Counts from a JSON report of Playwright. A test that passes only when repeated counts as a failure. */
export function countPlaywright(report: string, code: number): Count {
  const read = readReport<Playwright>(report)
  if (read === undefined) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = read.stats
  return withRunnerFailure({ passed: expected, failed: unexpected + flaky + read.errors.length }, code)
}

/** Counts a failure when the runner exits with an error or runs no test, whatever its report contains. */
function withRunnerFailure({ passed, failed }: Count, code: number): Count {
  return failed === 0 && (code !== 0 || passed === 0) ? { passed, failed: 1 } : { passed, failed }
}

function readReport<T>(file: string): T | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
