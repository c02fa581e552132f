import { spawn } from 'node:child_process'
import { MigrationError } from '@tuvens/platform/db/migrate'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keepSettings } from '../start/keep-settings.ts'
import { PlainError } from '../system/plain-error.ts'
import type { OpsCommand } from './command.ts'
import { createOutput } from './output.ts'
import { COMMANDS, runOps } from './run.ts'

const commandOf = (name: string, run: OpsCommand['run']): OpsCommand => ({
  name,
  summary: `Does ${name}`,
  usage: `usage of ${name}`,
  run,
})
const echo = commandOf('letters list', async (args, io) => {
  io.print('two letters')
  io.result({ args })
  return 0
})
const settings = commandOf('settings', async (_args, io) => {
  io.result({ url: io.settings('api')['DATABASE_URL'] })
  return 0
})
const fault = commandOf('letters', async () => 1)
const broken = commandOf('broken', async () => {
  throw new PlainError('The database is away: start it.')
})
const all = [fault, echo, settings, broken]

type GivenSettings = { data?: string; env?: Record<string, string> }

async function ops(args: string[], given: GivenSettings = {}, commands: readonly OpsCommand[] = all) {
  const out = { stdout: '', stderr: '' }
  const streamOf = (name: keyof typeof out) => ({
    write: (text: string | Uint8Array, done?: unknown) => {
      out[name] += String(text)
      if (typeof done === 'function') done()
      return true
    },
  })
  const shutdown = {
    signalExitCode: 130,
    isExiting: () => false,
    onExit: () => undefined,
    exit: async () => {},
  }
  const handover = { root: '/', data: given.data ?? '/nowhere', env: given.env ?? {}, shutdown }
  const output = createOutput({ stdout: streamOf('stdout'), stderr: streamOf('stderr') })
  const code = await runOps(handover, args, { commands, output })
  return { code, ...out }
}

describe('npm run ops', () => {
  it('runs the command with the longest name that fits, and passes on its arguments', async () => {
    expect(await ops(['letters', 'list', '--limit', '3'])).toEqual({
      code: 0,
      stdout: 'two letters\n',
      stderr: '',
    })
    expect((await ops(['letters'])).code).toBe(1)
  })

  it('prints one JSON document on stdout with --json, and text on stderr', async () => {
    const { code, stdout, stderr } = await ops(['--json', 'letters', 'list', '--limit', '3'])
    expect({ code, stderr, document: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: 'two letters\n',
      document: { args: ['--limit', '3'] },
    })
    expect(JSON.parse((await ops(['letters', '--json'])).stdout)).toEqual({ ok: false })
  })

  it('exits with 2 when a command cannot run, also with a JSON document', async () => {
    await expect(ops(['broken'])).rejects.toThrow('The database is away: start it.')
    const { code, stdout } = await ops(['broken', '--json'])
    expect({ code, document: JSON.parse(stdout) }).toEqual({
      code: 2,
      document: { ok: false, error: 'The database is away: start it.' },
    })
    await expect(ops(['unknown'])).rejects.toThrow('There is no command unknown.')
  })

  it.each([
    ['refused', { code: 'ECONNREFUSED' }, /^The database cannot be used: refused. Start it, or correct/],
    ['no such database', { code: '3D000' }, /^The database cannot be used: .* Correct DATABASE_URL/],
    [
      'permission denied, mkdir',
      { code: 'EACCES', path: '/backups/api' },
      /^A file or folder cannot be used: permission/,
    ],
  ])('says in words what cannot be used: %s', async (message, code, words) => {
    const failing = commandOf('failing', () => Promise.reject(Object.assign(new Error(message), code)))
    await expect(ops(['failing'], {}, [failing])).rejects.toMatchObject({
      name: 'PlainError',
      message: words,
    })
    const { code: exit, stderr, stdout } = await ops(['failing', '--json'], {}, [failing])
    expect([exit, stderr, JSON.parse(stdout)]).toEqual([
      2,
      '',
      { ok: false, error: expect.stringMatching(words) },
    ])
  })

  it('says in words that migrations do not fit', async () => {
    const failing = commandOf('failing', () => Promise.reject(new MigrationError('0001_a was changed')))
    await expect(ops(['failing'], {}, [failing])).rejects.toMatchObject({
      name: 'PlainError',
      message: '0001_a was changed',
    })
  })

  it('prints a JSON document also when a global option is wrong', async () => {
    for (const args of [
      ['letters', '--json', '--env-file'],
      ['letters', '--env-file', '--json'],
    ]) {
      const { code, stdout } = await ops(args)
      expect([code, JSON.parse(stdout)]).toEqual([
        2,
        { ok: false, error: '--env-file needs the path of a file.' },
      ])
    }
    await expect(ops(['letters', '--env-file'])).rejects.toThrow('--env-file needs the path of a file.')
  })

  it('names the command whose --help explains a wrong option', async () => {
    for (const name of ['migrate up', 'migrate status', 'release check', 'flags list', 'audit csv', 'backup'])
      await expect(ops([...name.split(' '), '--wrong'], {}, COMMANDS)).rejects.toThrow(
        `See: npm run ops -- ${name} --help`,
      )
  })

  it('lists the commands with --help, and the arguments of one', async () => {
    const { code, stdout } = await ops(['--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('letters list  Does letters list')
    expect((await ops(['letters', 'list', '-h'])).stdout).toBe('usage of letters list\n')
    expect((await ops([])).code).toBe(2)
  })

  it('ends without a stack when its reader is gone, as after `| head`', async () => {
    const root = join(import.meta.dirname, '..', '..')
    const child = spawn(process.execPath, ['--', 'scripts/ops.mjs', '--help'], { cwd: root })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, stderr]).toEqual([0, ''])
  })

  it('reads settings from a file, else the environment, else the running npm start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ops-'))
    writeFileSync(join(folder, 'some.env'), "DATABASE_URL='postgres://file/db'")
    const spec = { name: 'api', title: 'API', entry: '', ready: '' } as const
    const kept = { ...spec, env: { DATABASE_URL: 'postgres://start/db', SECRET_OF_SHELL: 'x' } }
    keepSettings(folder, [kept])
    const env = { DATABASE_URL: 'postgres://environment/db' }
    const urlOf = async (args: string[], given: Parameters<typeof ops>[1]) =>
      JSON.parse((await ops(['settings', '--json', ...args], given)).stdout).url
    expect(await urlOf(['--env-file', join(folder, 'some.env')], { data: folder, env })).toContain('//file/')
    expect(await urlOf([], { data: folder, env })).toContain('//environment/')
    writeFileSync(join(folder, 'node.env'), 'OPERATOR_PORT=3021')
    writeFileSync(join(folder, 'other.env'), "DATABASE_URL='postgres://other/db'")
    const files = (...names: string[]) => names.flatMap((name) => ['--env-file', join(folder, name)])
    expect(await urlOf(files('some.env', 'node.env'), { data: folder, env })).toContain('//file/')
    expect(await urlOf(files('some.env', 'other.env'), { data: folder, env })).toContain('//other/')
    expect(await urlOf([], { data: folder })).toContain('//start/')
    await expect(ops(['settings', '--env-file', '/nowhere/x.env'])).rejects.toThrow('There is no file')
  })

  it('has commands with names of their own, that each explain themselves', () => {
    const names = COMMANDS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, usage, summary } of COMMANDS) {
      expect(usage).toContain(`npm run ops -- ${name}`)
      expect(summary).not.toContain('\n')
    }
  })
})
