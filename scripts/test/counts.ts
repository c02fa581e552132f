import { existsSync, readFileSync } from 'node:fs'
import type { Count } from './claim.ts'

type Vitest = {
  numPassedTests: number
  numFailedTests: number
  numFailedTestSuites: number
  success: boolean
}
type Playwright = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] }

/** Counts of vitest's JSON report. A file that fails before its first test counts as a failure too. */
export function countVitest(report: string, code: number): Count {
  const read = readReport<Vitest>(report)
  if (read === undefined) return { passed: 0, failed: 1 }
  const failed = Math.max(read.numFailedTests, read.numFailedTestSuites > 0 || code !== 0 ? 1 : 0)
  return honest({ passed: read.numPassedTests, failed }, code)
}

/** Counts of Playwright's JSON report. What passed only at a second try is a failure. */
export function countPlaywright(report: string, code: number): Count {
  const read = readReport<Playwright>(report)
  if (read === undefined) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = read.stats
  return honest({ passed: expected, failed: unexpected + flaky + read.errors.length }, code)
}

/** A runner that ended badly, or ran nothing, has failed whatever it wrote. */
function honest({ passed, failed }: Count, code: number): Count {
  return failed === 0 && (code !== 0 || passed === 0) ? { passed, failed: 1 } : { passed, failed }
}

function readReport<T>(file: string): T | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
