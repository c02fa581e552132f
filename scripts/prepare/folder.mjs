import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PlainError } from './steps.mjs'

/** Where databases, secrets and logs are kept: `.data/`, or what TUVENS_DATA names. */
export function dataFolder(root) {
  return process.env.TUVENS_DATA ? resolve(process.env.TUVENS_DATA) : join(root, '.data')
}

/**
 * The data folder and what is directly in it can be written.
 *
 * @throws what tells the path that cannot
 */
export function needWritable(data) {
  const parts = ['', 'logs', 'postgres', 'secrets.json', 'seed.json'].map((each) => join(data, each))
  try {
    mkdirSync(join(data, 'logs'), { recursive: true })
    for (const part of parts.filter((each) => existsSync(each)))
      accessSync(part, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw unwritable(error) ?? error
  }
  return data
}

/** Some machines let ordinary users write nothing to the system's temporary folder: then it is one of ours. */
export function haveTemporaryFolder(data) {
  try {
    accessSync(tmpdir(), constants.W_OK)
  } catch {
    process.env.TMPDIR = join(data, 'tmp')
    mkdirSync(process.env.TMPDIR, { recursive: true })
  }
}

/** Words for a file or folder that we may not write; undefined for any other failure. */
export function unwritable(error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error?.code) || error.path === undefined) return undefined
  const advice =
    error.code === 'EROFS'
      ? 'it is on a read-only disk; copy the project to one that can be written.'
      : 'give it to yourself with: sudo chown -R "$(id -u):$(id -g)" .'
  return new PlainError(`${error.path} cannot be written: ${advice}`)
}

/**
 * One start per folder: the data has one owner. A lock left by a killed start is taken over.
 *
 * @returns what gives the folder free again
 * @throws PlainError when another start of this folder is running
 */
export function takeFolder(data) {
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
  return pid > 0 && pid !== process.pid && isOurs(pid) ? pid : undefined
}

/** Alive, and (where the system tells) a start like this one: numbers of dead processes are given out again. */
function isOurs(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error?.code !== 'EPERM') return false
  }
  const command = `/proc/${pid}/cmdline`
  return !existsSync(command) || readFileSync(command, 'utf8').includes('start.mjs')
}
