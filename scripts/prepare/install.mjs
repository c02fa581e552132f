import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PlainError } from './steps.mjs'

/** Installs the packages of the lock file unless all of them are installed. */
export async function install(root, steps, shutdown) {
  if (isInstalled(root)) return
  await steps.step('Installing packages', () =>
    npmCi(root, join(root, '.data', 'logs', 'install.log'), shutdown),
  )
}

/** Whether node_modules holds every package of the lock file in the right version. Ignores file dates, because git changes them. */
export function isInstalled(root) {
  const locked = packagesOf(join(root, 'package-lock.json'))
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (locked === undefined || found === undefined) return false
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || !path.includes('node_modules/')) return true
    const other = found[path]
    if (other === undefined)
      return entry.optional === true || entry.devOptional === true || entry.peer === true
    return other.version === entry.version
  })
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function npmCi(root, log, shutdown) {
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, 'w')
  const [command, ...before] = npmCommand()
  const child = spawn(command, [...before, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', out, out],
    shell: process.platform === 'win32' && before.length === 0,
  })
  shutdown.onExit(() => child.kill())
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('exit', resolve)
  })
  if (code === 0) return
  const output = readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n')
  throw new PlainError(
    `npm ci failed: fix the problem shown below (the whole log is ${log}) and try again.\n${output}`,
  )
}

/** The npm that started this process, else the one on the path. */
function npmCommand() {
  const started = process.env.npm_execpath
  return started !== undefined && /npm-cli\.c?js$/.test(started) && existsSync(started)
    ? [process.execPath, started]
    : ['npm']
}
