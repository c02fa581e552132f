import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** What a process writes and how it ends when this is thrown while it starts. */
function fail(thrown: string) {
  const file = (name: string) => JSON.stringify(join(import.meta.dirname, name))
  const code = `
    import { ConfigError } from ${file('../config.ts')}
    import { endFailedStart } from ${file('start-failure.ts')}
    await Promise.resolve().then(() => { throw ${thrown} }).catch((error) => endFailedStart(error))`
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, stderr }
}

it('a setting that is wrong is told in words, without the password in it', () => {
  const { status, stderr } = fail(`new ConfigError(['API_URL=ftp://ada:hunter2@x is not an address'])`)
  expect([status, stderr]).toEqual([
    78,
    'The settings cannot be used:\n  - API_URL=ftp://ada:[secret]@x is not an address\n',
  ])
})

it('a bug is told with its stack, without what else the error holds', () => {
  const { status, stderr } = fail(`Object.assign(new TypeError('Invalid URL'), { input: 'hunter2' })`)
  expect(status).toBe(1)
  expect(stderr).toMatch(/^TypeError: Invalid URL\n {4}at /)
  expect(stderr).not.toContain('hunter2')
})
