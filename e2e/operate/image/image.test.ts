import { createDb } from '@tuvens/platform/db/db'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../scripts/ops/run.ts'
import { ensureDebianPackages } from '../../../scripts/system/debian.ts'
import { readSettingsFile, writeSettings } from '../../../scripts/test/deploy/written-settings.ts'
import { ROOT } from '../../harness/system.ts'
import { IS_FULL } from '../harness/form.ts'
import { type Installed, installImage, runContainer, startContainer } from './container.ts'
import { buildah, buildImages, IMAGES, makeBase, packDebian, roomyFolder, type Store } from './image.ts'

const DATABASES = { api: 'api', tickets: 'hi-events', 'box-office': 'box-office', site: null } as const
const settings = writeSettings('containers')

describe.runIf(IS_FULL)('the images', () => {
  let folder: string
  let stores: [Store, Store]
  let digests: string[][]
  let services: Installed
  let ops: Installed
  beforeAll(async () => {
    await ensureDebianPackages(['buildah', 'mmdebstrap'], { logs: join(ROOT, '.data', 'logs') })
    folder = mkdtempSync(join(roomyFolder(), 'tuvens-image-'))
    stores = [{ folder: join(folder, 'first') }, { folder: join(folder, 'second') }]
    const debian = await packDebian(folder)
    for (const store of stores) makeBase(store, debian)
    digests = await Promise.all(stores.map(buildImages))
    services = installImage(stores[0], 'tuvens')
    ops = installImage(stores[0], 'tuvens-ops')
  })
  afterAll(() => {
    for (const store of stores) {
      buildah(store, 'rm', '--all')
      buildah(store, 'rmi', '--all', '--force')
    }
    rmSync(folder, { recursive: true, force: true })
  })

  it('are the same, to the digest, wherever they are built from the same sources', () => {
    const [first = [], second] = digests
    expect(first.map((each) => each.slice(0, 7))).toEqual(IMAGES.map(() => 'sha256:'))
    expect(second).toEqual(first)
  })

  it('run without root', () => {
    expect(services.config).toMatchObject({ User: '10001:10001', Entrypoint: ['node', '/app/run.mjs'] })
    expect(ops.config).toMatchObject({ User: '10001:10001', Entrypoint: ['node', '/app/ops.cjs'] })
  })

  it.each(['site', 'api', 'tickets', 'box-office'] as const)(
    'have the service %s, which runs on a file system that it cannot write, and tells how it is',
    async (service) => {
      const name = DATABASES[service]
      const database = name === null ? null : await createTestDatabase(name)
      const own = {
        REDIS_URL: '',
        SHUTDOWN_DRAIN: '0',
        ...(database !== null && { DATABASE_URL: database.url }),
      }
      const started = await startContainer(services, {
        args: [service],
        env: { ...readSettingsFile(settings, service), ...own },
        port: await freePort(),
        log: join(folder, `${service}.log`),
      })
      try {
        expect(started.exec('node', '/app/run.mjs', 'health').status).toBe(0)
        expect(started.exec('touch', '/app/written').stderr).toContain('Read-only file system')
      } finally {
        await started.stop()
        await database?.drop()
      }
    },
  )

  it('name their services, and their commands, when they are started without one', async () => {
    const { code, stderr } = await runContainer(services, { args: [], env: {} })
    expect([code, stderr]).toEqual([2, expect.stringContaining('site, api, tickets, box-office')])
    const { stdout } = await runContainer(ops, { args: ['--help'], env: {} })
    expect(COMMANDS.filter(({ name }) => !stdout.includes(`  ${name}  `))).toEqual([])
  })

  describe('of operators', () => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await createTestDatabase('api')
      await database.db`insert into users (email, name) select 'person-' || n, 'Person' from generate_series(1, 50) n`
    })
    afterAll(() => database.drop())
    const runOps = (args: string[], { url } = database) => {
      const own = { DATABASE_URL: url, SCRATCH_DATABASE_URL: new URL('/postgres', url).href }
      const env = { ...readSettingsFile(settings, 'api'), ...readSettingsFile(settings, 'backup'), ...own }
      return runContainer(ops, { args, env })
    }

    it('backs up a database and its pictures, tries the backup, and restores it', async () => {
      const pictures = join(ops.data, 'pictures')
      mkdirSync(join(pictures, 'ab'), { recursive: true })
      writeFileSync(join(pictures, 'ab', 'ab12'), 'picture')
      expect(await runOps(['backup', '--service', 'api', '--keep', '2'])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/1 pictures.*restored and compared/),
      })
      expect([...(await database.db`select is_verified from backups`)]).toEqual([{ is_verified: true }])
      const [name = ''] = readdirSync(join(ops.data, 'backups', 'api'))
      const backup = `/data/backups/api/${name}`
      expect(await runOps(['backup', 'verify', backup])).toMatchObject({ code: 0 })

      rmSync(pictures, { recursive: true })
      const empty = await createTestDatabase('template1')
      await empty.db.end()
      expect(await runOps(['restore', backup], empty)).toMatchObject({ code: 0 })
      const restored = createDb(empty.url, { max: 1 })
      expect([...(await restored`select count(*)::int as users from users`)]).toEqual([{ users: 50 }])
      await restored.end()
      await empty.drop()
      expect(readFileSync(join(pictures, 'ab', 'ab12'), 'utf8')).toBe('picture')
    })

    it.each([
      ['migrate status', 0, 'api'],
      ['secrets check', 0, 'All secrets that were read are good'],
      ['backup record', 0, 'backed up at'],
    ])('does `%s`', async (command, code, words) => {
      const ended = await runOps([...command.split(' '), '--service', 'api'])
      expect(ended).toMatchObject({ code, stdout: expect.stringContaining(words) })
    })

    it('ends in words where it cannot do a command', async () => {
      const canary = ['--canary', 'http://127.0.0.1:1', '--stable', 'http://127.0.0.1:1', '--seconds', '0']
      expect(await runOps(['release', 'check', ...canary])).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('cannot be reached'),
      })
      expect(await runOps(['flags', 'list'])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^\nThe operator's console is needed.*\n$/),
      })
    })
  })
})
