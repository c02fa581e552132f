import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDebianPackages } from '../../../scripts/system/debian.ts'
import { readSettingsFile, writeSettings } from '../../../scripts/test/deploy/written-settings.ts'
import { ROOT } from '../../harness/system.ts'
import { IS_FULL } from '../harness/form.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { buildah, buildImage, makeBase, type Store } from './image.ts'

const DATABASES = { api: 'api', tickets: 'hi-events', 'box-office': 'box-office', site: null } as const

/** A container as Docker runs it: processes and mounts of its own, a root that cannot be written, and no root user. */
const CONTAINER = `
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t tmpfs tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
exec chroot --userspec=10001:10001 "$1" /usr/bin/node /app/run.mjs "$2"
`

describe.runIf(IS_FULL)('the image', () => {
  let store: Store
  let root: string
  const digests: string[] = []
  beforeAll(async () => {
    await ensureDebianPackages(['buildah', 'mmdebstrap'], { logs: join(ROOT, '.data', 'logs') })
    store = { folder: mkdtempSync(join(tmpdir(), 'tuvens-image-')) }
    await makeBase(store)
    for (const tag of ['first', 'second']) digests.push(await buildImage(store, tag))
    root = buildah(store, 'mount', buildah(store, 'from', 'localhost/first'))
  })
  afterAll(() => {
    buildah(store, 'rm', '--all')
    buildah(store, 'rmi', '--all', '--force')
    rmSync(store.folder, { recursive: true, force: true })
  })

  it('is the same, to the digest, whenever it is built from the same sources', () => {
    expect(digests[0]).toMatch(/^sha256:/)
    expect(digests[1]).toBe(digests[0])
  })

  it('runs without root, and tells how to see that it is well', () => {
    const config = JSON.parse(buildah(store, 'inspect', '--type', 'image', 'localhost/first')) as {
      Docker: { config: object }
    }
    expect(config.Docker.config).toMatchObject({
      User: '10001:10001',
      Entrypoint: ['node', '/app/run.mjs'],
      Healthcheck: { Test: ['CMD', 'node', '/app/run.mjs', 'health'] },
    })
  })

  it.each(['site', 'api', 'tickets', 'box-office'] as const)(
    'has the service %s, which runs on a file system that it cannot write',
    async (service) => {
      const name = DATABASES[service]
      const database = name === null ? null : await createTestDatabase(name)
      const program = await startContainer(service, database)
      const inside = (...command: string[]) =>
        spawnSync('nsenter', ['-t', String(pidOf(program)), '-m', '-p', '-r', '-w', ...command], {
          encoding: 'utf8',
        })
      expect(inside('/usr/bin/node', '/app/run.mjs', 'health').status).toBe(0)
      expect(inside('/usr/bin/touch', '/app/written').stderr).toContain('Read-only file system')
      await program.stop()
      await database?.drop()
    },
  )

  it('names its services when it is started without one', () => {
    const { status, stderr } = spawnSync('chroot', [root, '/usr/bin/node', '/app/run.mjs'], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([2, expect.stringContaining('site, api, tickets, box-office')])
  })

  async function startContainer(service: string, database: TestDatabase | null): Promise<Program> {
    const port = await freePort()
    const settings = readSettingsFile(writeSettings('containers'), service)
    return startProgram({
      command: 'unshare',
      args: [
        '--mount',
        '--pid',
        '--fork',
        '--kill-child',
        'sh',
        '-ec',
        CONTAINER,
        'container',
        root,
        service,
      ],
      env: {
        ...settings,
        PATH: process.env['PATH'],
        PORT: String(port),
        REDIS_URL: '',
        PICTURES_FOLDER: '/tmp/pictures',
        ...(database !== null && { DATABASE_URL: database.url }),
      },
      log: join(store.folder, `${service}.log`),
      isReady: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
    })
  }
})

/** `unshare` waits for the first process of the container. */
function pidOf(program: Program): number {
  const { stdout } = spawnSync('pgrep', ['-P', String(program.pid)], { encoding: 'utf8' })
  return Number(stdout.trim())
}
