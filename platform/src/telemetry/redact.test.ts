import { expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { redact } from './redact.ts'

const TOKEN = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYm1'
const lines: string[] = []
const log = createLog('test', 'trace', { write: (line) => void lines.push(line) })

it.each([
  ['{"user":{"password":"a \\"b\\" c","name":"Ada"}}', '{"user":{"password":"[secret]","name":"Ada"}}'],
  [
    String.raw`{"err":"{\"token\":\"abc\",\"at\":1}"}`,
    String.raw`{"err":"{\"token\":\"[secret]\",\"at\":1}"}`,
  ],
  ['GET /x?session_token=abc&event_id=7', 'GET /x?session_token=[secret]&event_id=7'],
  ['postgres://tuvens:hunter2@db:5432/api', 'postgres://tuvens:[secret]@db:5432/api'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer [secret]'],
  ['mail to Ada.L+x@mail.tuvens.example failed', 'mail to [e-mail] failed'],
  ['/people/ada%40tuvens.example/x', '/people/[e-mail]/x'],
  ['sub eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI3In0.c2ln ended', 'sub [secret] ended'],
  [`no session ${TOKEN}.`, 'no session [secret].'],
  [`key ${'0a1b'.repeat(16)}`, 'key [secret]'],
])('takes secrets and addresses of people out of %s', (text, safe) => {
  expect(redact(text)).toBe(safe)
})

it.each([
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '{"requestId":"4bf92f3577b34da6a3ce929d0e0e4736","code":"NOT_FOUND"}',
  'at read (/srv/node_modules/@tuvens/platform/src/db/pool.ts:12:34)',
  'event 7b0c1a52-3c1e-4d0a-9f0b-0a1b2c3d4e5f in Europe/Amsterdam at 2027-06-13T20:00:00.000Z',
])('keeps %s', (text) => {
  expect(redact(text)).toBe(text)
})

it('takes a hundred kilobytes of nearly-secrets in a moment', () => {
  for (const part of ['a', 'a.', 'a-', '1_', '"token', 'x:/', 'eyJ'])
    expect(redact(part.repeat(100_000 / part.length)).length).toBeGreaterThan(0)
})

it('logs of an error its message and stack, and nothing that it was sent', () => {
  const cause = Object.assign(new Error('invalid input syntax for type bigint: "hunter2"'), {
    name: 'PostgresError',
    code: '22P02',
    detail: 'Key (email)=(ada@tuvens.example) already exists.',
    parameters: ['hunter2'],
  })
  log.error({ err: new Error(`calling with ${TOKEN}`, { cause }) }, 'failed for ada@tuvens.example')
  const [line = ''] = lines
  expect(line).toContain('invalid input syntax for type bigint')
  expect(line).toContain('redact.test.ts')
  for (const secret of ['hunter2', 'ada@', TOKEN, 'Key (email)']) expect(line).not.toContain(secret)
})
