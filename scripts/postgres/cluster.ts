import { freePort } from '@tuvens/platform/free-port'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { type Binaries, findBinaries } from './binaries.ts'
import { PlainError } from '../system/plain-error.ts'
import { enterableFolder, type RunAs, runnableBinaries, userFor } from './unprivileged.ts'

export type ClusterOptions = {
  /** Folder of the data; created when it is missing. */
  folder: string
  password: string
  /** For tests: faster, but a power failure can destroy the data. */
  volatile?: boolean
  /** More settings, `name=value`. */
  settings?: string[]
  /** A free one unless given. */
  port?: number
}

export type Cluster = {
  /** Address of a database of this cluster. */
  url: (database: string) => string
  origin: Binaries['origin']
  folder: string
  /** Resolves with a message when PostgreSQL ends without `stop`. */
  lost: Promise<string>
  stop: () => Promise<void>
  /** Ends it at once, without a checkpoint, as a crash does. */
  crash: () => Promise<void>
}

const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300', 'jit=off']
const START_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 15_000

/** Starts PostgreSQL on a free loopback port and waits until it answers. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const as = userFor(options.folder)
  const folder = enterableFolder(options.folder, as)
  const binaries = findBinaries({ major: majorOfData(folder) })
  const bin = runnableBinaries(binaries.folder, as)
  if (!existsSync(join(folder, 'PG_VERSION'))) initialise({ bin, folder, as, password: options.password })
  stopLeftover(bin, folder, as)
  const port = options.port ?? (await freePort())
  const given = [...SETTINGS, ...(options.volatile === true ? VOLATILE : []), ...(options.settings ?? [])]
  const settings = given.flatMap((each) => ['-c', each])
  // In its own process group, so that Ctrl-C in the terminal does not reach it before the services have finished their queries.
  const child = spawn(join(bin, 'postgres'), ['-D', folder, '-p', String(port), ...settings], {
    ...as,
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  })
  // If this process ends without `stop`, PostgreSQL ends at once. Its log restores all committed data at the next start.
  const abandon = () => child.kill('SIGQUIT')
  process.once('exit', abandon)
  child.once('exit', () => process.off('exit', abandon))
  const url = (database: string) => `postgres://tuvens:${options.password}@127.0.0.1:${port}/${database}`
  const output = collectOutput(child)
  await waitUntilAnswers(child, url('postgres'), output)
  let isStopping = false
  const end = (signal: 'SIGINT' | 'SIGQUIT') => {
    isStopping = true
    return stop(child, signal)
  }
  const lost = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      if (!isStopping) resolve(`PostgreSQL ended by itself (${signal ?? `code ${code}`}):\n${output()}`)
    })
  })
  return {
    url,
    origin: binaries.origin,
    folder,
    lost,
    stop: () => end('SIGINT'),
    crash: () => end('SIGQUIT'),
  }
}

export async function createDatabase(
  cluster: Cluster,
  name: string,
  template = 'template1',
): Promise<boolean> {
  const sql = postgres(cluster.url('postgres'), { max: 1, onnotice: () => {} })
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`
    if (found === undefined) await sql.unsafe(`create database "${name}" template "${template}"`)
    return found === undefined
  } finally {
    await sql.end()
  }
}

function majorOfData(folder: string): string | undefined {
  const file = join(folder, 'PG_VERSION')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

function initialise({
  bin,
  folder,
  as,
  password,
}: {
  bin: string
  folder: string
  as: RunAs
  password: string
}): void {
  const file = join(tmpdir(), `tuvens-${process.pid}-${Date.now()}`)
  writeFileSync(file, password, { mode: 0o600 })
  if (as.uid !== undefined) chownSync(file, as.uid, as.gid ?? as.uid)
  try {
    const flags = [
      '-D',
      folder,
      '-U',
      'tuvens',
      '-A',
      'scram-sha-256',
      `--pwfile=${file}`,
      '-E',
      'UTF8',
      '--no-locale',
    ]
    execFileSync(join(bin, 'initdb'), flags, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  } finally {
    rmSync(file, { force: true })
  }
}

/** Stops a server that a killed process left running: it would block the folder. */
function stopLeftover(bin: string, folder: string, as: RunAs): void {
  const pidFile = join(folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (!isAlive(pid)) return
  execFileSync(join(bin, 'pg_ctl'), ['stop', '-D', folder, '-m', 'fast', '-w'], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Collects the last 4,000 characters that the process writes to stderr. */
function collectOutput(child: ChildProcess): () => string {
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4000)
  })
  return () => output
}

async function waitUntilAnswers(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new PlainError(`PostgreSQL did not start:\n${output()}`)
    if (await answers(url)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new PlainError(`PostgreSQL did not answer within ${START_LIMIT_MS / 1000} s:\n${output()}`)
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** SIGINT is the fast shutdown of PostgreSQL: it disconnects clients and writes a checkpoint. SIGQUIT ends it at once. */
function stop(child: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill(signal)
  })
}
