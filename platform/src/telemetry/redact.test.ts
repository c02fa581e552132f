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
  [`key tvk_live_${'aBcDeFg'.repeat(7)} of x`, 'key [secret] of x'],
  [
    '{"new_password":"a b","current_password" : "c"}',
    '{"new_password":"[secret]","current_password" : "[secret]"}',
  ],
  ['{"password":12345678,"token":null,"at":1}', '{"password":"[secret]","token":null,"at":1}'],
  ['{"password":["a","b"],"at":1}', '{"password":"[secret]","at":1}'],
  [String.raw`{"password":"ends in \\","name":"Ada"}`, '{"password":"[secret]","name":"Ada"}'],
  ["{ password: 'a b', accessToken: 'c' }", "{ password: '[secret]', accessToken: '[secret]' }"],
  ['X-Auth-Token: x', 'X-Auth-Token: [secret]'],
  ['Authorization: Token abc123', 'Authorization: Token [secret]'],
  ['Cookie: operator=ada.1.abc; a=b\nHost: x', 'Cookie: [secret]\nHost: x'],
  ['session_identifier=abc&x=1', 'session_identifier=[secret]&x=1'],
  ['/callback?code=abc&state=x', '/callback?code=[secret]&state=x'],
  ['Bearer%20x', 'Bearer%20[secret]'],
  ['?next=%2Fx%3Ftoken%3Dx', '?next=%2Fx%3Ftoken%3D[secret]'],
  ['{"token":"abc', '{"token":"[secret]'],
  ['to jörg@tuvens.example and 用户@例子.公司', 'to [e-mail] and [e-mail]'],
  ['/x/ada%2540tuvens.example', '/x/[e-mail]'],
  [`00-${'0a'.repeat(16)}-${'0a'.repeat(8)}-SECRET`, '[secret]'],
])('takes secrets and addresses of people out of %s', (text, safe) => {
  expect(redact(text)).toBe(safe)
  expect(redact(safe)).toBe(safe)
})

it.each([
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '{"requestId":"4bf92f3577b34da6a3ce929d0e0e4736","code":"NOT_FOUND"}',
  'at read (/srv/node_modules/@tuvens/platform/src/db/pool.ts:12:34)',
  'Unexpected token < in JSON at position 0',
  '{"code":"TOKEN_INVALID","statusCode":401,"tokens":5}',
  'event 7b0c1a52-3c1e-4d0a-9f0b-0a1b2c3d4e5f in Europe/Amsterdam at 2027-06-13T20:00:00.000Z',
])('keeps %s', (text) => {
  expect(redact(text)).toBe(text)
})

// With steps in the square of the length, one of these takes a minute.
it.each([
  'a',
  'a.',
  'a-',
  '1_',
  'x:/',
  'x://',
  'eyJ',
  'ö',
  '@',
  '%25',
  '%2525',
  '\\',
  '\\"',
  "'",
  ' ',
  '\n',
  '[',
  '"token',
  'token:',
  'token =',
  'token:[',
  'token:"',
  "token:'\n",
  '"token":"\\',
  'cookie: ',
  'code=',
  '\\"token\\":\\"',
  'authorization: a ',
  'Bearer ',
  'password%3',
  'password%22',
  'token\\',
])('takes 400 kilobytes of %j in a moment', (part) => {
  expect(redact(part.repeat(400_000 / part.length)).length).toBeGreaterThan(0)
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
