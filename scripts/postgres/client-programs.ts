import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { splitHosts } from '@tuvens/platform/db/connect'
import { PlainError } from '../system/plain-error.ts'

type Env = Readonly<Record<string, string | undefined>>
type ProgramName = 'pg_dump' | 'pg_restore'

/** The folder of `pg_dump` and `pg_restore`, and the version of PostgreSQL that they belong to. */
export type ClientPrograms = { folder: string; version: string }

const DEBIAN = '/usr/lib/postgresql'
const NEEDED: readonly ProgramName[] = ['pg_dump', 'pg_restore']

/**
 * Finds the oldest `pg_dump` and `pg_restore` that can back up and restore a server of this major version. The embedded
 * PostgreSQL does not bring them.
 *
 * @throws PlainError that says what to install
 */
export function findClientPrograms(serverMajor: number, env: Env): ClientPrograms {
  const found = foldersOf(env).flatMap((folder) => {
    const version = versionIn(folder)
    return version === undefined ? [] : [{ folder, version }]
  })
  const usable = found.find(({ version }) => canServe(Number.parseInt(version, 10), serverMajor))
  if (usable !== undefined) return usable
  const seen = found.length === 0 ? 'none is installed' : `installed is ${found.at(-1)?.version}`
  const others = serverMajor < TIMEOUT_MAJOR ? `, not ${TIMEOUT_MAJOR} or later,` : ' or later'
  throw new PlainError(
    `pg_dump and pg_restore of PostgreSQL ${serverMajor}${others} are needed, and ${seen}: install them (apt-get install postgresql-client-${serverMajor}; Debian’s own are those of its release, all others are at apt.postgresql.org), or set TUVENS_POSTGRES to the folder of these programs.`,
  )
}

/** From 17 on, `pg_restore` sets `transaction_timeout`, which older servers refuse. Programs that are older than the server refuse to read it. */
function canServe(programsMajor: number, serverMajor: number): boolean {
  return programsMajor >= serverMajor && (serverMajor >= TIMEOUT_MAJOR || programsMajor < TIMEOUT_MAJOR)
}
const TIMEOUT_MAJOR = 17

function foldersOf(env: Env): string[] {
  const preference = env['TUVENS_POSTGRES'] ?? ''
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(a) - Number(b)) : []
  const folders = [
    ...(preference.includes('/') ? [preference] : []),
    ...versions.map((each) => join(DEBIAN, each, 'bin')),
    ...(env['PATH'] ?? '').split(delimiter),
  ]
  return folders.filter((folder) => NEEDED.every((name) => existsSync(join(folder, name))))
}

/** `pg_dump (PostgreSQL) 17.6 (Debian …)` → `17.6` */
function versionIn(folder: string): string | undefined {
  const { stdout } = spawnSync(join(folder, 'pg_dump'), ['--version'], { encoding: 'utf8' })
  return /\) (\d[\d.]*)/.exec(stdout)?.[1]
}

/**
 * Runs one of the programs on a database. The address goes by the environment: arguments are shown to every user of the machine.
 *
 * @throws PlainError with what the program reported
 */
export async function runClientProgram(
  { folder }: ClientPrograms,
  name: ProgramName,
  { url, args, signal }: { url: string; args: string[]; signal?: AbortSignal | undefined },
): Promise<void> {
  const child = spawn(join(folder, name), args, {
    env: { PATH: process.env['PATH'], LC_ALL: 'C', PGAPPNAME: `tuvens ${name}`, ...connectionOf(url) },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000)
  })
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (exitCode, exitSignal) => resolve(exitCode ?? exitSignal ?? -1))
  })
  if (code !== 0) throw new PlainError(`${name} failed (${code}):\n${output.trim()}`)
}

/** The variables of libpq for an address. Those of our own settings in the address, such as `statement_timeout`, are left out. */
export function connectionOf(url: string): Record<string, string> {
  const { hosts, first } = splitHosts(url)
  const { hostname, port, username, password, pathname, searchParams } = new URL(first)
  const ssl = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'].flatMap((name) => {
    const value = searchParams.get(name)
    return value === null ? [] : [[`PG${name.toUpperCase()}`, value]]
  })
  return {
    PGHOST: hosts.length > 0 ? hosts.map(({ host }) => host).join() : decodeURIComponent(hostname),
    PGPORT: hosts.length > 0 ? hosts.map((each) => each.port).join() : port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGTARGETSESSIONATTRS: 'read-write',
    PGCONNECT_TIMEOUT: '10',
    ...Object.fromEntries(ssl),
  }
}
