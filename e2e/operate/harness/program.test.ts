import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProgram } from './program.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'operate-program-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('a server that ends while it starts is reported with the end of its log', async () => {
  const starting = startProgram({
    command: 'sh',
    args: ['-c', 'echo the port is taken; exit 1'],
    log: join(folder, 'ends.log'),
    isReady: async () => false,
  })
  await expect(starting).rejects.toThrow(/sh did not start:[\s\S]*the port is taken/)
})

it('a server that is not installed is reported', async () => {
  const starting = startProgram({
    command: join(folder, 'nothing'),
    args: [],
    log: join(folder, 'missing.log'),
    isReady: async () => false,
  })
  await expect(starting).rejects.toThrow(/nothing did not start/)
})

it('a server that ignores SIGTERM is killed', async () => {
  const program = await startProgram({
    command: process.execPath,
    args: ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')"],
    log: join(folder, 'ignores.log'),
    isReady: async () => readFileSync(join(folder, 'ignores.log'), 'utf8').includes('ready'),
    stopLimitMs: 100,
  })
  await program.stop()
  expect(program.isRunning()).toBe(false)
})
