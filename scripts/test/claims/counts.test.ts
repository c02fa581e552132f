import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { countVitest } from './counts.ts'

const folder = mkdtempSync(join(tmpdir(), 'tuvens-counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, ...statuses: string[]) => ({
  name: `/root/${name}`,
  status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
  assertionResults: statuses.map((status, index) => ({ fullName: `test ${index + 1}`, status })),
})

function count(testResults: object[], code: number, within?: string) {
  const report = join(folder, 'report.json')
  writeFileSync(report, JSON.stringify({ testResults }))
  return countVitest(report, code, within)
}

describe('the count of a run that several workspaces share', () => {
  const results = [file('api/a.test.ts', 'passed', 'failed'), file('api-docs/b.test.ts', 'passed')]

  it('is that of the files in a folder alone', () => {
    expect(count(results, 1, '/root/api')).toEqual({
      passed: 1,
      failed: 1,
      failures: ['/root/api/a.test.ts test 2'],
    })
    expect(count(results, 1, '/root/api-docs')).toEqual({ passed: 1, failed: 0, failures: [] })
  })

  it.each([
    ['a file that does not load', [file('api/a.test.ts', 'passed'), file('api/b.test.ts')], 1],
    ['an exit code that no test explains', [file('api/a.test.ts', 'passed')], 1],
    ['no test at all', [file('box-office/a.test.ts', 'passed')], 0],
  ])('fails for %s', (_, testResults, code) => {
    expect(count(testResults, code, '/root/api').failed).toBe(1)
  })
})
