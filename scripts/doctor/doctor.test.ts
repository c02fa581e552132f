import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { doctorLogin } from '../../hi-events/src/doctor/setup/doctor-login.ts'
import { createCaller } from '../../hi-events/src/upstream/call.ts'
import { createHiEvents } from '../../hi-events/src/upstream/hi-events.ts'
import { type DoctorHarness, startDoctorHarness } from '../../hi-events/test-support/doctor-harness.ts'
import { createScreen } from './screen.ts'

const ROOT = join(import.meta.dirname, '..', '..')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run doctor', () => {
  let harness: DoctorHarness
  beforeAll(async () => {
    harness = await startDoctorHarness()
  })
  afterEach(() => harness.reset())
  afterAll(() => harness.close())

  const fileOf = (env: Record<string, string>, name = 'tickets.env') => {
    const lines = Object.entries({ ...harness.env, ...env }).map(([key, value]) => `${key}='${value}'`)
    writeFileSync(join(folder, name), lines.join('\n'))
    return name
  }

  it('prints one line for each check into a pipe, without colours, and exits with 0 when all is well', async () => {
    const { code, output } = await run(['--env-file', fileOf({})])
    expect(code, output()).toBe(0)
    expect(output()).toMatch(/✔ Database opens +PostgreSQL \d+/)
    expect(output()).toContain('All is well.')
    expect(output()).not.toContain('\x1b')
  })

  it('prints JSON with --json, and exits with 1 when there is something to fix', async () => {
    const { code, output } = await run([
      '--json',
      '--env-file',
      fileOf({ TUVENS_API_URL: 'http://127.0.0.1:9' }),
    ])
    expect(code).toBe(1)
    expect(JSON.parse(output())).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'api', fix: [expect.stringContaining('TUVENS_API_URL')] }),
      ]),
    })
  })

  it('removes what it created when it is interrupted', async () => {
    const silent = await harness.tamper('http://127.0.0.1:9', { request: () => null })
    const running = start(['--env-file', fileOf({ WEBHOOK_URL: silent.url })])
    await expect.poll(() => silent.requests.length, { timeout: 240_000 }).toBeGreaterThan(1)
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    const caller = createCaller(`${harness.office.url}/api`)
    const hiEvents = createHiEvents(caller)
    const { token } = await hiEvents.login(doctorLogin(harness.env['CREDENTIALS_KEY'] ?? ''))
    expect((await hiEvents.events(token ?? '')).events).toEqual([])
    // The last organizer of an account cannot be archived: the doctor's stays.
    expect(await hiEvents.organizers(token ?? '')).toHaveLength(1)
    await caller.close()
  })

  it.each([
    [['--env-file', 'missing.env'], 'There is no file'],
    [['--fast'], "Unknown option '--fast'"],
  ])('exits with 2 and one sentence for %j', async (args, words) => {
    const { code, output } = await run(args)
    expect(code).toBe(2)
    expect(output().trim().split('\n')).toHaveLength(1)
    expect(output()).toContain(words)
  })

  it('prints its usage with --help', async () => {
    const { code, output } = await run(['--help'])
    expect(code).toBe(0)
    expect(output()).toContain('--env-file')
  })
})

type Running = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

function start(args: string[]): Running {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, INIT_CWD: folder, TUVENS_DATA: join(folder, 'data') }
  const child = spawn(process.execPath, ['--', 'scripts/doctor.mjs', ...args], { cwd: ROOT, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (output += part.toString()))
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) }
}

async function run(args: string[]): Promise<{ code: number | null; output: () => string }> {
  const { output, ended } = start(args)
  return { code: await ended, output }
}

describe('the screen of an examination', () => {
  const render = (out: { isTTY?: boolean; columns?: number }, env: Record<string, string>) => {
    let output = ''
    const screen = createScreen(
      { ...out, write: (text: string | Uint8Array) => ((output += String(text)), true) },
      env,
    )
    screen.begin('Database opens')
    screen.print(`${screen.paint('32', '✔')} Database opens`)
    return { output: () => output, screen }
  }

  it('shows the running check and colours on a terminal', () => {
    const { output, screen } = render({ isTTY: true, columns: 50 }, {})
    expect(output()).toContain('⠋ Database opens')
    expect(output()).toContain('\x1b[32m✔')
    expect(screen.columns).toBe(50)
  })

  it('has no colours with NO_COLOR, and no spinner in a pipe', () => {
    expect(render({ isTTY: true }, { NO_COLOR: '1' }).output()).not.toContain('\x1b[32m')
    expect(render({}, {}).output()).toBe('✔ Database opens\n')
  })
})
