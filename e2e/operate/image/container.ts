import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Program, startProgram } from '../harness/program.ts'
import { buildah, type ImageName, type Store } from './image.ts'

/** As Docker runs a container: processes and mounts of its own, a root that cannot be written, and no root user. */
const CONTAINER = `
root="$1" user="$2" folder="$3" data="$4"
shift 4
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind "$data" "$root/data"
exec chroot --userspec="$user" "$root" env -C "$folder" "$@"
`

type Config = { User: string; Env: string[]; Entrypoint: string[]; WorkingDir: string }
type Env = Record<string, string | undefined>

/** An image that is ready to run, with a folder of this machine as its volume `/data`. */
export type Installed = { root: string; config: Config; data: string }

export function installImage(store: Store, name: ImageName): Installed {
  const inspected = buildah(store, 'inspect', '--type', 'image', name)
  const { OCIv1 }: { OCIv1: { config: Config } } = JSON.parse(inspected)
  const root = buildah(store, 'mount', buildah(store, 'from', name))
  const data = join(store.folder, `${name}-data`)
  // What Docker gives each container.
  for (const each of ['proc', 'dev', 'data', 'etc']) mkdirSync(join(root, each), { recursive: true })
  writeFileSync(join(root, 'etc', 'hosts'), '127.0.0.1 localhost\n::1 localhost\n')
  mkdirSync(data)
  spawnSync('chown', [OCIv1.config.User, data])
  return { root, config: OCIv1.config, data }
}

/** When `unshare` ends, all processes of the container do. */
function commandOf({ root, config, data }: Installed, args: string[]): [command: string, args: string[]] {
  const { User, WorkingDir, Entrypoint } = config
  const inside = [root, User, WorkingDir, data, ...Entrypoint, ...args]
  return [
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-ec', CONTAINER, 'container', ...inside],
  ]
}

function envOf({ config }: Installed, env: Env): Env {
  return {
    PATH: process.env['PATH'],
    ...Object.fromEntries(config.Env.map((each) => each.split(/=(.*)/s))),
    ...env,
  }
}

export type Ended = { code: number | null; stdout: string; stderr: string }

/** Runs the command of an image to its end. */
export function runContainer(
  installed: Installed,
  { args, env }: { args: string[]; env: Env },
): Promise<Ended> {
  const child = spawn(...commandOf(installed, args), {
    env: envOf(installed, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended: Ended = { code: null, stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (ended[name] += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ ...ended, code }))
  })
}

export type Started = Program & {
  /** Runs a program in the container, as `docker exec` does. @returns its exit code, and what it wrote to stderr */
  exec: (...command: string[]) => { status: number | null; stderr: string }
}

/** Starts a service of an image, which answers at `port`. */
export async function startContainer(
  installed: Installed,
  { args, env, port, log }: { args: string[]; env: Env; port: number; log: string },
): Promise<Started> {
  const [command, all] = commandOf(installed, args)
  const inside = envOf(installed, { ...env, PORT: String(port) })
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok
  const program = await startProgram({ command, args: all, env: inside, log, isReady })
  const first = firstOf(program)
  const exec = (...words: string[]) => {
    const args = ['-t', String(first), '-m', '-p', '-r', '-w', ...words]
    return spawnSync('nsenter', args, { encoding: 'utf8', env: inside })
  }
  // `unshare` passes no signal on.
  const stop = () => {
    if (program.isRunning()) process.kill(first, 'SIGTERM')
    return program.stop()
  }
  return { ...program, exec, stop }
}

/** `unshare` waits for the first process of the container. */
function firstOf(program: Program): number {
  return Number(execFileSync('pgrep', ['-P', String(program.pid)], { encoding: 'utf8' }).trim())
}
