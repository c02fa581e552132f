import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Clinic, openClinic } from '../../hi-events/test-support/clinic.ts'
import { throwAwayLogin } from '../../hi-events/src/doctor/throw-away.ts'
import { createCaller } from '../../hi-events/src/upstream/call.ts'
import { createHiEvents } from '../../hi-events/src/upstream/hi-events.ts'
import { createScreen } from './screen.ts'

const ROOT = join(import.meta.dirname, '..', '..')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run doctor', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic()
  }, 60_000)
  afterEach(() => clinic.rest())
  afterAll(() => clinic.close())

  const fileOf = (env: Record<string, string>, name = 'tickets.env') => {
    const lines = Object.entries({ ...clinic.env, ...env }).map(([key, value]) => `${key}='${value}'`)
    writeFileSync(join(folder, name), lines.join('\n'))
    return name
  }

  it('tells one line a check in a pipe, without colours, and ends with 0 when all is well', async () => {
    const { code, said } = await run(['--env-file', fileOf({})])
    expect(code, said()).toBe(0)
    expect(said()).toMatch(/✔ Database opens +PostgreSQL \d+/)
    expect(said()).toContain('All is well.')
    expect(said()).not.toContain('\x1b')
  }, 40_000)

  it('tells programs in JSON, and ends with 1 when something is to be mended', async () => {
    const { code, said } = await run([
      '--json',
      '--env-file',
      fileOf({ TUVENS_API_URL: 'http://127.0.0.1:9' }),
    ])
    const told = JSON.parse(said()) as {
      ok: boolean
      checks: { id: string; state: string; mend?: string[] }[]
    }
    expect(code).toBe(1)
    expect(told.ok).toBe(false)
    expect(told.checks.find(({ id }) => id === 'api')?.mend?.[0]).toContain('TUVENS_API_URL')
  }, 40_000)

  it('removes what it has made when it is interrupted', async () => {
    const deaf = await clinic.lie('http://127.0.0.1:9', { ask: () => null })
    const running = start(['--env-file', fileOf({ WEBHOOK_URL: deaf.url })])
    await expect.poll(() => deaf.asked.length, { timeout: 30_000 }).toBeGreaterThan(1)
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    const caller = createCaller(`${clinic.office.url}/api`)
    const hiEvents = createHiEvents(caller)
    const { token } = await hiEvents.login(throwAwayLogin(clinic.env['CREDENTIALS_KEY'] ?? ''))
    expect((await hiEvents.events(token ?? '')).events).toEqual([])
    expect(await hiEvents.organizers(token ?? '')).toMatchObject([{ status: 'ARCHIVED' }])
    await caller.close()
  }, 60_000)

  it.each([
    [['--env-file', 'missing.env'], 'There is no file'],
    [['--fast'], "Unknown option '--fast'"],
  ])('ends with 2 and one sentence for %j', async (args, words) => {
    const { code, said } = await run(args)
    expect(code).toBe(2)
    expect(said().trim().split('\n')).toHaveLength(1)
    expect(said()).toContain(words)
  })

  it('explains itself', async () => {
    const { code, said } = await run(['--help'])
    expect(code).toBe(0)
    expect(said()).toContain('--env-file')
  })
})

type Running = { child: ChildProcess; said: () => string; ended: Promise<number | null> }

function start(args: string[]): Running {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, INIT_CWD: folder, TUVENS_DATA: join(folder, 'data') }
  const child = spawn(process.execPath, ['--', 'scripts/doctor.mjs', ...args], { cwd: ROOT, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (said += part.toString()))
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)) }
}

async function run(args: string[]): Promise<{ code: number | null; said: () => string }> {
  const { said, ended } = start(args)
  return { code: await ended, said }
}

describe('a screen', () => {
  const write = (out: { isTTY?: boolean; columns?: number }, env: Record<string, string>) => {
    let said = ''
    const screen = createScreen(
      { ...out, write: (text: string | Uint8Array) => ((said += String(text)), true) },
      env,
    )
    screen.begin('Database opens')
    screen.say(`${screen.paint('32', '✔')} Database opens`)
    return { said: () => said, screen }
  }

  it('shows what is looked at and colours on a terminal', () => {
    const { said, screen } = write({ isTTY: true, columns: 50 }, {})
    expect(said()).toContain('⠋ Database opens')
    expect(said()).toContain('\x1b[32m✔')
    expect(screen.columns).toBe(50)
  })

  it('has no colours with NO_COLOR, and nothing that moves in a pipe', () => {
    expect(write({ isTTY: true }, { NO_COLOR: '1' }).said()).not.toContain('\x1b[32m')
    expect(write({}, {}).said()).toBe('✔ Database opens\n')
  })
})
