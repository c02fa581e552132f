import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../harness/system.ts'
import { runToLog } from '../../../scripts/system/run-quietly.ts'
import { lastLines } from '../../../scripts/system/logs.ts'
import { HarnessError } from '../../harness/harness-error.ts'

/** Images and containers of these tests alone. */
export type Store = { folder: string }

const BASE = 'localhost/tuvens-test-base'
/** Any time: the same one for every build. */
const SOURCE_DATE_EPOCH = '1700000000'

export function buildah({ folder }: Store, ...args: string[]): string {
  const places = ['--root', join(folder, 'images'), '--runroot', join(folder, 'run')]
  const env = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' }
  return execFileSync('buildah', [...places, ...args], { encoding: 'utf8', env, stdio: 'pipe' }).trim()
}

/**
 * A base for the image where no registry has one: Debian, with the Node of this machine and the authorities that it trusts.
 * Debian's part is kept between runs.
 */
export async function makeBase(store: Store): Promise<void> {
  const kept = join(ROOT, '.data', 'operate')
  const debian = join(kept, 'debian.tar')
  mkdirSync(kept, { recursive: true })
  if (!existsSync(debian)) {
    const args = ['--variant=minbase', '--include=ca-certificates,libstdc++6', 'bookworm', `${debian}.new`]
    await mustRun('mmdebstrap', args, join(store.folder, 'mmdebstrap.log'))
    execFileSync('mv', [`${debian}.new`, debian])
  }
  const npm = join(process.execPath, '..', '..', 'lib', 'node_modules', 'npm')
  const authorities = '/etc/ssl/certs/ca-certificates.crt'
  const container = buildah(store, 'from', 'scratch')
  buildah(store, 'add', '-q', container, debian, '/')
  buildah(store, 'copy', '-q', container, process.execPath, '/usr/bin/node')
  buildah(store, 'copy', '-q', container, npm, '/usr/lib/node_modules/npm')
  buildah(store, 'copy', '-q', container, authorities, authorities)
  buildah(store, 'config', '--env', `NODE_EXTRA_CA_CERTS=${authorities}`, container)
  buildah(store, 'run', container, '--', 'ln', '-s', '../lib/node_modules/npm/bin/npm-cli.js', '/usr/bin/npm')
  buildah(store, 'commit', '-q', container, BASE)
  buildah(store, 'rm', container)
}

/** Builds the image from the files of the last commit and of the working tree. @returns its digest */
export async function buildImage(store: Store, tag: string): Promise<string> {
  const npmrc = join(homedir(), '.npmrc')
  const dockerfile = join(ROOT, 'deploy', 'image', 'Dockerfile')
  const places = ['--root', join(store.folder, 'images'), '--runroot', join(store.folder, 'run')]
  // The format of OCI has no health check.
  const how = ['--format', 'docker', '--isolation', 'chroot', '--no-cache', '--timestamp', SOURCE_DATE_EPOCH]
  const secret = existsSync(npmrc) ? ['--secret', `id=npmrc,src=${npmrc}`] : []
  const what = ['--build-arg', `NODE_IMAGE=${BASE}`, ...secret, '-f', dockerfile, '-t', tag, ROOT]
  const args = [...places, 'bud', ...how, ...what]
  await mustRun('buildah', args, join(store.folder, `${tag}.log`))
  return buildah(store, 'inspect', '--type', 'image', '--format', '{{.FromImageDigest}}', tag)
}

async function mustRun(command: string, args: string[], log: string): Promise<void> {
  const env = { ...process.env, STORAGE_DRIVER: 'vfs' }
  const code = await runToLog({ command, args, cwd: ROOT, log, env })
  if (code !== 0) throw new HarnessError(`${command} failed:\n${lastLines(log, 40)}`)
}
