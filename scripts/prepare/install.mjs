import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PlainError } from './steps.mjs'

/** Installs what the lock file names, unless it is all there. */
export async function install(root, steps, life) {
  if (isInstalled(root)) return
  await steps.step('Installing packages', () => npmCi(root, join(root, '.data', 'logs', 'install.log'), life))
}

/** Whether node_modules holds every package of the lock file, in its version. File dates are not compared: git changes them. */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === undefined || found === undefined) return false
  return Object.entries(wanted).every(([path, entry]) => {
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

async function npmCi(root, log, life) {
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, 'w')
  const [command, ...before] = npmCommand()
  const child = spawn(command, [...before, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', out, out],
    shell: process.platform === 'win32' && before.length === 0,
  })
  life.onLeave(() => child.kill())
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('exit', resolve)
  })
  if (code === 0) return
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n')
  throw new PlainError(
    `npm ci failed: fix what it says below (all of it is in ${log}) and try again.\n${said}`,
  )
}

/** The npm we were started with, so that it is the same one; else the one on the path. */
function npmCommand() {
  const started = process.env.npm_execpath
  return started !== undefined && /npm-cli\.c?js$/.test(started) && existsSync(started)
    ? [process.execPath, started]
    : ['npm']
}
