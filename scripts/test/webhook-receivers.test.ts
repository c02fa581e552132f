import { signStandardWebhook } from '@tuvens/contract/signatures'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDebianPackages } from '../system/debian.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const text = readFileSync(join(ROOT, 'docs', 'webhooks-out.md'), 'utf8')
const exampleIn = (language: string) =>
  new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? ''

/** Languages of receivers: how the example of each is run with the cases of standard input. */
const CALLS = {
  ts: {
    file: 'receiver.mts',
    command: [process.execPath, '--import', join(ROOT, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')],
    call: `
import { readFileSync } from 'node:fs'
const cases = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(cases.map((c) => verify(c.secret, c.headers, c.body, c.now))))`,
  },
  php: {
    file: 'receiver.php',
    command: ['php'],
    call: `
$cases = json_decode(file_get_contents('php://stdin'), true);
echo json_encode(array_map(fn ($c) => verify($c['secret'], $c['headers'], $c['body'], $c['now']), $cases));`,
  },
  python: {
    file: 'receiver.py',
    command: ['python3'],
    call: `
import json, sys
cases = json.load(sys.stdin)
print(json.dumps([verify(c["secret"], c["headers"], c["body"].encode(), c["now"]) for c in cases]))`,
  },
} as const

const NOW = 1_893_456_000
const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
const body = JSON.stringify({ type: 'endpoint.test', version: 1, data: { title: 'Übung „Jazz“ 🎷' } })
const headersOf = (...secrets: string[]) => {
  const signed = secrets.map((secret) =>
    signStandardWebhook([secret], { id: 'msg_1', now: NOW * 1000, body }),
  )
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(NOW),
    'webhook-signature': signed.map(({ signature }) => signature).join(' '),
  }
}
const valid = { secret: secretOf(1), headers: headersOf(secretOf(1)), body, now: NOW }
const CASES = [
  { ...valid, expected: true },
  { ...valid, headers: headersOf(secretOf(2), secretOf(1)), expected: true },
  { ...valid, now: NOW + 299, expected: true },
  { ...valid, secret: secretOf(2), expected: false },
  { ...valid, body: `${body} `, expected: false },
  { ...valid, now: NOW + 301, expected: false },
  { ...valid, now: NOW - 301, expected: false },
  { ...valid, headers: { ...valid.headers, 'webhook-id': 'msg_2' }, expected: false },
  { ...valid, headers: { ...valid.headers, 'webhook-timestamp': 'soon' }, expected: false },
  { ...valid, headers: { ...valid.headers, 'webhook-signature': 'v1, v2,abc' }, expected: false },
  { ...valid, headers: {}, expected: false },
]

describe('the example of docs/webhooks-out.md', () => {
  let folder: string
  beforeAll(async () => {
    const isMissing = (name: string) => spawnSync(name.replace('-cli', ''), ['--version']).status !== 0
    await ensureDebianPackages(['php-cli', 'python3'], {
      logs: join(ROOT, '.data', 'logs'),
      missing: (names) => names.filter(isMissing),
    })
    folder = mkdtempSync(join(tmpdir(), 'receivers-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(Object.keys(CALLS) as (keyof typeof CALLS)[])(
    'in %s verifies what is right, and nothing else',
    (language) => {
      const { file, command, call } = CALLS[language]
      const path = join(folder, file)
      writeFileSync(path, exampleIn(language) + call)
      const [program, ...args] = command
      const output = execFileSync(program, [...args, path], {
        input: JSON.stringify(CASES),
        encoding: 'utf8',
      })
      expect(JSON.parse(output)).toEqual(CASES.map(({ expected }) => expected))
    },
  )
})
