import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { weaknessOf } from './weak-secret.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

describe('a secret', () => {
  it.each([
    ['changemechangeme', 'pattern'],
    ['please-changeme-before-you-go-live-x9', 'word'],
    ['CHANGE_ME_9f8a7b6c5d4e3f2a1b0c9d8e7f6a', 'word'],
    ['correct-horse-battery-password-staple', 'word'],
    ['tuvens-9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b', 'word'],
    ['0'.repeat(64), 'pattern'],
    ['a'.repeat(40), 'pattern'],
    ['deadbeef'.repeat(8), 'pattern'],
    ['0123456789abcdef0123456789abcdef', 'pattern'],
    ['abcdefghijklmnopqrstuvwxyz012345', 'pattern'],
    ['zyxwvutsrqponmlkjihgfedcba987654', 'pattern'],
    ['1a2a3a4a5a6a7a8a9a1a2a3a4a5a6a7a8a9a', 'pattern'],
    [Buffer.alloc(32).toString('base64'), 'pattern'],
    [Buffer.alloc(32).toString('base64url'), 'pattern'],
    [Buffer.alloc(32, 7).toString('base64url'), 'pattern'],
    [Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64url'), 'pattern'],
    [Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('hex'), 'pattern'],
    ['9f2c1b7e5a4d8c3', 'shorter'],
    ['x7Kq', 'shorter'],
    ['aab'.repeat(6) + 'abbabaabbbabaababa' + 'bbaabab', 'few'],
    ['9f2c1b7e5a4d8c3f6e0b1a2d3c4f5e6a', 'documents'],
  ])('such as %s is weak: %s', (secret, reason) => {
    expect(weaknessOf(secret)).toContain(reason)
    expect(weaknessOf(secret)).not.toContain(secret)
  })

  it('of the documents and of the test vectors is weak', () => {
    const files = [
      'docs/signed-calls.md',
      'contract/vectors/signed-request.json',
      'contract/vectors/status-webhook.json',
    ]
    const texts = files.map((file) => readFileSync(join(ROOT, file), 'utf8'))
    const secrets = texts.flatMap((text) => [
      ...[...text.matchAll(/^SECRET=(\w+)$/gm)].map((match) => match[1] ?? ''),
      ...(text.startsWith('{') ? (JSON.parse(text) as { secrets: string[] }).secrets : []),
    ])
    expect(secrets.length).toBeGreaterThan(4)
    expect(secrets.filter((secret) => weaknessOf(secret) === null)).toEqual([])
  })

  it('of 32 random bytes is strong in hex and in base64, of 16 in hex', () => {
    for (let round = 0; round < 300; round++) {
      const bytes = randomBytes(32)
      const texts = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]
      const found = [...texts, `base64:${texts[1]}`, randomBytes(16).toString('hex')].map(weaknessOf)
      expect(found).toEqual([null, null, null, null, null])
    }
  })
})
