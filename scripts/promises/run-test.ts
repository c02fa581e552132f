import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { runToLog } from '../system/run-quietly.ts'
import { escapePattern, type RegisteredPromise } from './register.ts'
import type { TreeCopy } from './tree-copy.ts'

/** Result of the named tests. `absent`: no test of that name ran. */
export type TestOutcome = 'passed' | 'failed' | 'absent'

const Report = Type.Object({
  testResults: Type.Array(
    Type.Object({
      name: Type.String(),
      assertionResults: Type.Array(Type.Object({ fullName: Type.String(), status: Type.String() })),
    }),
  ),
})

/** `postgresUrl`: a PostgreSQL whose templates are made of unbroken migrations. */
export type TestRun = { stage: TreeCopy; env: NodeJS.ProcessEnv; log: string; postgresUrl: string }

/** The tests of the site have their own configuration. */
export const isSiteTest = ({ test }: RegisteredPromise) => test.file.startsWith('client/')

/** Runs the tests of some promises in one process: either all belong to the site, or none. @returns an outcome for each promise */
export async function runTests(
  { stage, env, log, postgresUrl }: TestRun,
  promises: RegisteredPromise[],
): Promise<TestOutcome[]> {
  const isSite = promises.every(isSiteTest)
  const cwd = isSite ? join(stage.root, 'client') : stage.root
  const files = [...new Set(promises.map(({ test }) => test.file))]
  const names = [...new Set(promises.map(({ test }) => escapePattern(test.name)))].join('|')
  const report = `${log}.json`
  rmSync(report, { force: true })
  const args = [...files.map((file) => (isSite ? file.slice('client/'.length) : file)), '-t', names]
  const projects = isSite ? [] : [...new Set(files.map((file) => `--project=${file.split('/')[0] ?? ''}`))]
  const isMigration = promises.some(({ file }) => file.includes('/migrations/'))
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  await runToLog({
    command: process.execPath,
    args: [join(stage.root, 'node_modules/vitest/vitest.mjs'), 'run', ...projects, ...args, ...reporters],
    cwd,
    log,
    append: true,
    env: { ...env, NO_COLOR: '1', ...(!isMigration && { TEST_POSTGRES_URL: postgresUrl }) },
  })
  const results = readReport(report)
  return promises.map((promise) => outcomeOf(results, promise))
}

type Result = { file: string; fullName: string; status: string }

function readReport(path: string): Result[] {
  const report: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  if (!Value.Check(Report, report)) return []
  const { testResults }: Static<typeof Report> = report
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((each) => ({ file: name, ...each })),
  )
}

function outcomeOf(results: Result[], { test }: RegisteredPromise): TestOutcome {
  const named = results.filter(
    ({ file, fullName, status }) =>
      file.endsWith(`/${test.file}`) && fullName.includes(test.name) && /^(passed|failed)$/.test(status),
  )
  if (named.length === 0) return 'absent'
  return named.some(({ status }) => status === 'failed') ? 'failed' : 'passed'
}
