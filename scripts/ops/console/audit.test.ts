import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ConsoleStand, OPERATOR_TOKEN, startConsoleStand } from '../../../api/test-support/console.ts'
import { createOutput } from '../output.ts'
import { runOps } from '../run.ts'

let stand: ConsoleStand
beforeAll(async () => {
  stand = await startConsoleStand()
})
afterAll(() => stand.stop())

/** Runs `npm run ops -- audit csv` with a reader that takes one chunk after the other. */
async function auditCsv(...args: string[]) {
  const chunks: Buffer[] = []
  const stdout = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(Buffer.from(chunk))
      setImmediate(done)
    },
  })
  const output = createOutput({ stdout, stderr: stdout })
  const shutdown = { signalExitCode: 0, isExiting: () => false, onExit: () => {}, exit: async () => {} }
  const env = { OPERATOR_URL: stand.url, OPERATOR_TOKEN }
  const code = await runOps({ root: '/', data: '/nowhere', env, shutdown }, ['audit', 'csv', ...args], {
    output,
  })
  return { code, text: Buffer.concat(chunks).toString() }
}

it('writes the audit log to stdout as the console sends it, however many rows it has', async () => {
  await stand.db`
    insert into audit_log (actor, operation, outcome, note, request_id, address)
    select 'user:' || n, 'row-' || n, 'ok', repeat('ü€', n % 90), 'r', '::1' from generate_series(1, 5000) n`
  const { code, text } = await auditCsv()
  const rows = text.split('\r\n').filter((line) => line.includes('"row-'))
  expect([code, rows.length, text.match(/\n/g)?.length]).toEqual([0, 5_000, text.match(/\r\n/g)?.length])
  expect(text.endsWith('\r\n')).toBe(true)
  expect(text).not.toContain('\uFFFD')
})

it('has no JSON form', async () => {
  expect(await auditCsv('--json')).toMatchObject({
    code: 2,
    text: expect.stringContaining('audit csv has no JSON form'),
  })
})
