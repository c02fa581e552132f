import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statfsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../harness/system.ts'
import { runToLog } from '../../../scripts/system/run-quietly.ts'
import { lastLines } from '../../../scripts/system/logs.ts'
import { HarnessError } from '../../harness/harness-error.ts'

/** Images and containers of one builder. */
export type Store = { folder: string }

const BASE = 'localhost/tuvens-test-base'
/** Any time: the same one for every build. */
const TIMESTAMP = ['--timestamp', '1700000000']
/** What a build runs, and the client programs of the PostgreSQL of this machine's Debian. */
const PACKAGES = 'base-files,dash,coreutils,findutils,grep,sed,libc-bin,libstdc++6,postgresql-client'
const MEMORY = '/dev/shm'
const NEEDED_BYTES = 8e9

/** A folder for two builders: in memory where there is room, because a build writes a hundred thousand small files. */
export function roomyFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize > NEEDED_BYTES ? MEMORY : tmpdir()
}

export function buildah({ folder }: Store, ...args: string[]): string {
  const env = { ...process.env, BUILDAH_ISOLATION: 'chroot' }
  const all = [...placesIn(folder), ...args]
  return execFileSync('buildah', all, { encoding: 'utf8', env, stdio: 'pipe' }).trim()
}

const placesIn = (folder: string) => ['--root', join(folder, 'images'), '--runroot', join(folder, 'run')]

/** A Debian for the bases of the images, where no registry has them: its packages are unpacked, and not configured. @returns the file */
export async function packDebian(folder: string): Promise<string> {
  const file = join(folder, 'debian.tar')
  const [, suite = ''] = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
  const args = ['--variant=extract', `--include=${PACKAGES}`, suite, file]
  await mustRun('mmdebstrap', args, join(folder, 'mmdebstrap.log'))
  return file
}

/** Makes the base of both images: a Debian with the Node of this machine, where that of Docker is, and the authorities that it trusts. */
export function makeBase(store: Store, debian: string): void {
  const npm = join(process.execPath, '..', '..', 'lib', 'node_modules', 'npm')
  const authorities = '/etc/ssl/certs/ca-certificates.crt'
  mkdirSync(store.folder)
  const container = buildah(store, 'from', 'scratch')
  buildah(store, 'add', '-q', container, debian, '/')
  buildah(store, 'copy', '-q', container, process.execPath, '/usr/local/bin/node')
  buildah(store, 'copy', '-q', container, npm, '/usr/local/lib/node_modules/npm')
  buildah(store, 'copy', '-q', container, authorities, authorities)
  buildah(store, 'config', '--env', `NODE_EXTRA_CA_CERTS=${authorities}`, container)
  const command = '../lib/node_modules/npm/bin/npm-cli.js'
  buildah(store, 'run', container, '--', 'ln', '-s', command, '/usr/local/bin/npm')
  buildah(store, 'commit', '-q', ...TIMESTAMP, container, BASE)
  buildah(store, 'rm', container)
}

/** By their names in the files for deployment, the targets of the Dockerfile. */
const TARGETS = { tuvens: [], 'tuvens-ops': ['--target', 'ops'] }
export type ImageName = keyof typeof TARGETS
export const IMAGES = Object.keys(TARGETS) as ImageName[]

/** Builds both images from the files of the working tree. The second takes the stages that the first has built. @returns their digests */
export async function buildImages(store: Store): Promise<string[]> {
  const digests: string[] = []
  for (const name of IMAGES) digests.push(await buildImage(store, name))
  return digests
}

async function buildImage(store: Store, name: ImageName): Promise<string> {
  const npmrc = join(homedir(), '.npmrc')
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim()
  mkdirSync(cache, { recursive: true })
  const how = ['--isolation', 'chroot', '--layers', ...TIMESTAMP, '--volume', `${cache}:/root/.npm`]
  const bases = ['NODE_IMAGE', 'POSTGRES_IMAGE'].flatMap((each) => ['--build-arg', `${each}=${BASE}`])
  const secret = existsSync(npmrc) ? ['--secret', `id=npmrc,src=${npmrc}`] : []
  const what = ['-f', join(ROOT, 'deploy', 'image', 'Dockerfile'), ...TARGETS[name], '-t', name, ROOT]
  const args = [...placesIn(store.folder), 'bud', ...how, ...bases, ...secret, ...what]
  await mustRun('buildah', args, join(store.folder, `${name}.log`))
  return buildah(store, 'inspect', '--type', 'image', '--format', '{{.FromImageDigest}}', name)
}

async function mustRun(command: string, args: string[], log: string): Promise<void> {
  const code = await runToLog({ command, args, cwd: ROOT, log })
  if (code !== 0) throw new HarnessError(`${command} failed:\n${lastLines(log, 40)}`)
}
