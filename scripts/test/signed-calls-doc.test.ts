import { HEADERS } from '@tuvens/contract'
import { checkRequest } from '@tuvens/contract/signatures'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'signed-calls.md'), 'utf8')

/** Prints the arguments of curl instead of sending them. */
const FAKE_CURL = `curl() { printf '%s\\n' "$@"; }\n`

it('the example of docs/signed-calls.md makes a valid signature', () => {
  const example = /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  const sent = execFileSync('bash', ['-c', FAKE_CURL + example], { encoding: 'utf8' })
    .trim()
    .split('\n')
  const headerOf = (name: string) =>
    sent.find((each) => each.startsWith(`${name}: `))?.slice(name.length + ': '.length)
  const body = sent.at(-1) ?? ''
  const secret = /^SECRET=(\w+)$/m.exec(example)?.[1] ?? ''
  const given = {
    timestamp: headerOf(HEADERS.timestamp),
    signature: headerOf(HEADERS.signature),
    now: Date.now(),
  }
  const request = { method: 'POST', path: '/api/cross-app/validate-session', body }
  expect(JSON.parse(body)).toHaveProperty('session_token')
  expect(checkRequest([secret], request, given)).toBe('ok')
})
