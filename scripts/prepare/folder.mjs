import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { PlainError } from './steps.mjs'

/** The folder of databases, secrets and logs: TUVENS_DATA, or `.data/` by default. */
export function dataFolder(root) {
  return process.env.TUVENS_DATA ? resolve(process.env.TUVENS_DATA) : join(root, '.data')
}

/**
 * Ensures that the data folder exists, and checks that it and its direct contents are writable.
 *
 * @throws PlainError that names the first path that is not writable
 */
export function requireWritable(data) {
  const parts = ['', 'logs', 'postgres', 'secrets.json', 'seed.json'].map((each) => join(data, each))
  try {
    makeFolder(join(data, 'logs'))
    for (const part of parts.filter((each) => existsSync(each)))
      accessSync(part, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw describeUnwritable(error, data) ?? error
  }
  return data
}

/** One folder after the other: Node's own `recursive` never ends where a file system answers that the parent is missing, as /proc does. */
function makeFolder(path) {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** Uses a folder in `data` for temporary files where the user cannot write to the temporary folder of the system. */
export function ensureTemporaryFolder(data) {
  try {
    accessSync(tmpdir(), constants.W_OK)
  } catch {
    process.env.TMPDIR = join(data, 'tmp')
    mkdirSync(process.env.TMPDIR, { recursive: true })
  }
}

/**
 * Returns an error that explains how to make a file or folder writable; undefined for any other failure.
 *
 * @param data the data folder, when the failure is about it or its contents
 */
export function describeUnwritable(error, data) {
  const isDenied = ['EACCES', 'EPERM'].includes(error?.code)
  // Where a folder cannot be made. Elsewhere these codes are about something else.
  const isNoPlace = data !== undefined && ['ENOENT', 'ENOTDIR'].includes(error?.code)
  if (!(isDenied || isNoPlace || error?.code === 'EROFS') || error.path === undefined) return undefined
  const other = data === undefined ? '' : 'name another folder with TUVENS_DATA'
  if (isNoPlace) return new PlainError(`${error.path} cannot be made there: ${other}.`)
  const advice = isDenied
    ? `${other && `${other}, or `}make yourself its owner with: ${ownCommand(data ?? error.path)}`
    : `it is on a read-only disk; ${other || 'copy the project to a writable disk'}.`
  return new PlainError(`${error.path} cannot be written: ${advice}`)
}

/** The command that makes somebody the owner of a folder; one that does not exist is made, and its parent left alone. */
function ownCommand(folder) {
  const name = `'${folder.replaceAll("'", String.raw`'\''`)}'`
  return existsSync(folder)
    ? `sudo chown -R "$(id -u):$(id -g)" ${name}`
    : `sudo install -d -o "$(id -u)" -g "$(id -g)" ${name}`
}

/**
 * Locks the folder, because two processes must not use the same data. Replaces the lock of a killed process.
 *
 * @returns a function that releases the lock
 * @throws PlainError when another process holds the lock
 */
export function lockFolder(data) {
  const file = join(data, 'start.pid')
  const owner = ownerOf(file)
  if (owner !== undefined) {
    throw new PlainError(
      `Tuvens Ticketing is already running from this folder (process ${owner}): use it, or stop it with Ctrl-C or "kill ${owner}" and try again.`,
    )
  }
  rmSync(file, { force: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if (error?.code !== 'EEXIST') throw error
    throw new PlainError('Another start of this folder began at the same moment: use that one.')
  }
  return () => rmSync(file, { force: true })
}

function ownerOf(file) {
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8'))
  return pid > 0 && pid !== process.pid && isRunningStart(pid) ? pid : undefined
}

/** Whether the process runs and, where /proc exists, is an `npm start`: the id of a dead process can be reused. */
function isRunningStart(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error?.code !== 'EPERM') return false
  }
  const command = `/proc/${pid}/cmdline`
  return !existsSync(command) || readFileSync(command, 'utf8').includes('start.mjs')
}
