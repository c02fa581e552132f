import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { missingPatches } from '../../platform/src/patches.mjs'
import { PlainError } from './steps.mjs'

/** Installs the packages of the lock file unless all of them are installed. */
export async function install(root, steps, shutdown) {
  const log = join(root, '.data', 'logs', 'install.log')
  if (!isInstalled(root))
    await steps.step('Installing packages', (note) =>
      whileCounting(root, note, () => npmCi(root, log, shutdown)),
    )
  // An install with --ignore-scripts leaves our own fixes out.
  if (missingPatches(root).length > 0)
    await steps.step('Applying our fixes', () => patch(root, log, shutdown))
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

const COUNT_MS = 500

/** Shows how many packages of the lock file are in place already: npm itself tells nothing while it installs. */
async function whileCounting(root, note, work) {
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json')) ?? {})
    .filter(([path, { optional, link }]) => path.includes('node_modules/') && !optional && !link)
    .map(([path]) => join(root, path, 'package.json'))
  const count = () => note(`${wanted.filter((each) => existsSync(each)).length} of ${wanted.length}`)
  const timer = setInterval(count, COUNT_MS)
  try {
    await work()
    count()
  } finally {
    clearInterval(timer)
  }
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

function npmCi(root, log, shutdown) {
  const [command, ...before] = npmCommand()
  return run('npm ci', [command, ...before, 'ci', '--no-audit', '--no-fund'], { root, log, shutdown })
}

function patch(root, log, shutdown) {
  const tool = join(root, 'node_modules', 'patch-package', 'index.js')
  return run('patch-package', [process.execPath, tool, '--error-on-fail'], { root, log, shutdown })
}

async function run(name, [command, ...args], { root, log, shutdown }) {
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, 'w')
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', out, out],
    shell: process.platform === 'win32' && command === 'npm',
  })
  shutdown.onExit(() => child.kill())
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('exit', resolve)
  })
  if (code === 0) return
  const output = readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n')
  throw new PlainError(
    `${name} failed: fix the problem shown below (the whole log is ${log}) and try again.\n${output}`,
  )
}

/** The npm that started this process, else the one on the path. */
export function npmCommand() {
  const started = process.env.npm_execpath
  return started !== undefined && /npm-cli\.c?js$/.test(started) && existsSync(started)
    ? [process.execPath, started]
    : ['npm']
}
