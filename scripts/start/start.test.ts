import { freePort } from '@tuvens/platform/free-port'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const LIMIT_MS = 300_000

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

let data: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'start-'))
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const [SITE_PORT, API_PORT, TICKETS_PORT, BOX_OFFICE_PORT] = ports.map(String)
  env = { ...process.env, TUVENS_DATA: data, SITE_PORT, API_PORT, TICKETS_PORT, BOX_OFFICE_PORT }
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

const begun: Run[] = []
afterEach(async () => {
  for (const { child, ended } of begun.splice(0)) {
    child.kill('SIGTERM')
    await ended
  }
})

/** `npm start`, as npm runs it. */
function start(over: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: ROOT, env: { ...env, ...over } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const run = { child, output: () => output, ended }
  begun.push(run)
  return run
}

const waitUntilRunning = (run: Run) =>
  expect
    .poll(() => run.child.exitCode !== null || run.output().includes('Ctrl-C stops everything'), {
      timeout: LIMIT_MS,
      interval: 100,
    })
    .toBe(true)

async function readEvents(): Promise<{ title: string; ticketing_phase: string }[]> {
  const answer = await fetch(`http://127.0.0.1:${env['API_PORT']}/api/events?when=all&limit=100`)
  return ((await answer.json()) as { events: { title: string; ticketing_phase: string }[] }).events
}

/** Processes whose environment contains the data folder of this test. */
function remainingProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => environmentOf(pid).includes(`TUVENS_DATA=${data}`))
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return ''
  }
}

describe('npm start', { timeout: LIMIT_MS }, () => {
  it('continues with the demo data when it was killed before it had created all of it', async () => {
    const first = start()
    await expect
      .poll(() => first.output().includes('Starting the services'), { timeout: LIMIT_MS })
      .toBe(true)
    await sleep(1500)
    first.child.kill('SIGKILL')
    await first.ended
    const second = start()
    await waitUntilRunning(second)
    expect(second.output()).toContain('Tuvens Ticketing is running')
    expect(existsSync(join(data, 'seed.json')), second.output()).toBe(true)
    const titles = (await readEvents()).map((each) => each.title)
    expect(new Set(titles).size, 'no event exists twice').toBe(titles.length)
    expect(titles.length).toBeGreaterThanOrEqual(12)
    // The ticket system reports what was set up through it a moment later.
    await expect
      .poll(async () => (await readEvents()).map((each) => each.ticketing_phase), { timeout: LIMIT_MS })
      .toEqual(expect.arrayContaining(['cancelled', 'ended', 'none', 'on_sale', 'paused', 'preparing']))
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    await expect.poll(remainingProcesses).toEqual([])
  })

  it('starts a second time without building, seeding or migrating, and refuses to run twice at once', async () => {
    const run = start()
    await waitUntilRunning(run)
    expect(run.output()).not.toMatch(/Building|Creating demo data/)
    expect(run.output()).toContain('up to date')
    const another = start()
    expect(await another.ended).toBe(1)
    expect(another.output()).toMatch(/already running from this folder \(process \d+\): use it, or stop it/)
    for (const port of ['SITE_PORT', 'API_PORT', 'TICKETS_PORT'] as const) {
      const path = port === 'SITE_PORT' ? '/' : '/readyz'
      expect((await fetch(`http://127.0.0.1:${env[port]}${path}`)).status).toBe(200)
    }
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
    await expect.poll(remainingProcesses).toEqual([])
    expect(existsSync(join(data, 'start.pid'))).toBe(false)
  })

  it('exits with one sentence of advice when a port is in use, and leaves no process running', async () => {
    const otherServer = createServer()
    await new Promise<void>((resolve) => otherServer.listen(Number(env['API_PORT']), '127.0.0.1', resolve))
    const run = start()
    expect(await run.ended).toBe(1)
    expect(run.output().trim()).toBe(
      `Port ${env['API_PORT']} is in use: stop what uses it, or set API_PORT=${Number(env['API_PORT']) + 10} as well and start again.`,
    )
    await new Promise((resolve) => otherServer.close(resolve))
    expect(remainingProcesses()).toEqual([])
  })

  it('uses a configured Hi.Events and starts no box office', async () => {
    const hiEvents = createHttpServer((_request, response) => response.end('a ticket system'))
    await new Promise<void>((resolve) => hiEvents.listen(0, '127.0.0.1', resolve))
    const { port } = hiEvents.address() as AddressInfo
    const run = start({ HI_EVENTS_UPSTREAM: `http://127.0.0.1:${port}` })
    await waitUntilRunning(run)
    const passed = await fetch(`http://127.0.0.1:${env['TICKETS_PORT']}/anything`)
    expect(await passed.text()).toBe('a ticket system')
    await expect(fetch(`http://127.0.0.1:${env['BOX_OFFICE_PORT']}/healthz`)).rejects.toThrow()
    expect(run.output()).not.toContain('demo organisers')
    expect(run.output()).toMatch(/sign up at http:\/\/localhost:\d+\/sign-up/)
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    hiEvents.close()
    await expect.poll(remainingProcesses).toEqual([])
  })

  it('exits with one sentence of advice when the configured Hi.Events does not answer', async () => {
    const run = start({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:9' })
    expect(await run.ended).toBe(1)
    expect(run.output().trim()).toMatch(
      /^HI_EVENTS_UPSTREAM=http:\/\/127\.0\.0\.1:9 does not answer: start that/,
    )
    expect(remainingProcesses()).toEqual([])
  })
})
