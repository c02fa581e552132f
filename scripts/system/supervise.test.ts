import { freePort } from '@tuvens/platform/free-port'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startService, waitUntilReady } from './service.ts'
import { type SupervisedService, supervise } from './supervise.ts'
import type { ServiceSpec } from './wiring.ts'

let folder: string
let running: SupervisedService[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervise-'))
  running = []
})
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()))
  rmSync(folder, { recursive: true, force: true })
})

const SERVER = `
import { createServer } from 'node:http'
import { appendFileSync } from 'node:fs'
appendFileSync(process.env.PIDS, process.pid + '\\n')
createServer((request, response) => {
  if (request.url === '/crash') { console.log('about to fall over'); process.exit(7) }
  response.end('ready')
}).listen(process.env.PORT, '127.0.0.1')
`
const IGNORES_SIGTERM = `${SERVER}\nprocess.on('SIGTERM', () => console.log('not now'))`

async function specOf(code: string): Promise<ServiceSpec> {
  const port = String(await freePort())
  const entry = join(folder, 'main.mjs')
  writeFileSync(entry, code)
  const env = { PORT: port, PIDS: join(folder, 'pids'), PATH: process.env['PATH'] }
  return { name: 'api', title: 'API', entry, env, ready: `http://127.0.0.1:${port}/` }
}

const log = () => join(folder, 'log')
const pids = () =>
  existsSync(join(folder, 'pids'))
    ? readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number)
    : []
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function begin(spec: ServiceSpec): { messages: string[]; service: SupervisedService } {
  const messages: string[] = []
  const service = supervise(spec, { log, print: (text) => messages.push(text) })
  running.push(service)
  return { messages, service }
}

it('a service that crashes is restarted, and the end of its log is shown', async () => {
  const spec = await specOf(SERVER)
  const { messages, service } = begin(spec)
  await service.ready
  await fetch(`${spec.ready}crash`).catch(() => {})
  await expect.poll(() => messages.at(-1), { timeout: 15_000 }).toBe('API is back.')
  expect(messages[0]).toMatch(/^API ended with code 7 and is started again in 1 s/)
  expect(messages[0]).toContain('about to fall over')
  expect(pids()).toHaveLength(2)
})

it('a service whose first start fails is reported and not restarted', async () => {
  const { service } = begin(await specOf(`console.log('the settings are wrong'); process.exit(78)`))
  await expect(service.ready).rejects.toThrow(
    /API ended with code 78 while starting[\s\S]*the settings are wrong/,
  )
})

it('a service that ignores SIGTERM is killed after the time limit', async () => {
  const spec = await specOf(IGNORES_SIGTERM)
  const service = startService(spec, log())
  await waitUntilReady(service, log())
  await service.stop(200)
  expect(service.isRunning()).toBe(false)
  expect(isAlive(service.pid)).toBe(false)
})

it('a service ends when its parent process is killed', async () => {
  const spec = await specOf(SERVER)
  const starter = join(folder, 'starter.mjs')
  writeFileSync(
    starter,
    `import { spawn } from 'node:child_process'
     spawn(process.execPath, ['--import', ${JSON.stringify(join(import.meta.dirname, 'parent-watch.mjs'))}, ${JSON.stringify(spec.entry)}],
       { env: process.env, detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })`,
  )
  const starting = startService({ ...spec, entry: starter }, log())
  await waitUntilReady(starting, log())
  await starting.kill()
  await expect.poll(() => pids().filter(isAlive), { timeout: 5000 }).toEqual([])
})

it('a stopped service is not restarted', async () => {
  const spec = await specOf(SERVER)
  const { service } = begin(spec)
  await service.ready
  await fetch(`${spec.ready}crash`).catch(() => {})
  await service.stop()
  await sleep(1500)
  expect(pids()).toHaveLength(1)
})
