import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../ops/run.ts'
import { DEPLOY, newFolder, ROOT } from './written-settings.ts'

/** As in the image: no packages, no sources. */
let folder: string
let database: TestDatabase
beforeAll(async () => {
  folder = newFolder()
  execFileSync('sh', [join(DEPLOY, 'image', 'assemble-ops.sh'), ROOT, folder])
  database = await createTestDatabase('api')
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(folder, 'ops.cjs'), ...args], {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATABASE_URL: database.url, TUVENS_DATA: join(folder, 'data') },
  })

describe('the commands of operators in their image', () => {
  it('are those of npm run ops', () => {
    const { stdout } = run('--help')
    expect(COMMANDS.filter(({ name }) => !stdout.includes(`  ${name}  `))).toEqual([])
  })

  it('back up a database, and try the backup', () => {
    const { status, stdout, stderr } = run('backup', '--service', 'api')
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('restored and compared')])
    expect(readdirSync(join(folder, 'data', 'backups', 'api'))).toHaveLength(1)
  })

  it('have the migrations of each service', () => {
    const { status, stdout } = run('migrate', 'status', '--service', 'api', '--json')
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.anything()])
    for (const service of ['api', 'hi-events', 'box-office'])
      expect(readdirSync(join(folder, service, 'migrations'))).toEqual(
        readdirSync(join(ROOT, service, 'migrations')),
      )
  })

  it('end in words, with the code of npm run ops, where they cannot run', () => {
    const { status, stderr } = run('health')
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^\nThe operator's console is needed.*\n$/)])
  })
})
