import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepSecrets } from './secrets.ts'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

it('secrets are created once, differ from each other, and cannot be read by other users', () => {
  const first = keepSecrets(data)
  expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length)
  expect(keepSecrets(data)).toEqual(first)
  expect(statSync(join(data, 'secrets.json')).mode & 0o077).toBe(0)
})

it('a new kind of secret is added to an existing file', () => {
  const { shared, ...others } = keepSecrets(data)
  writeFileSync(join(data, 'secrets.json'), JSON.stringify(others))
  const after = keepSecrets(data)
  expect(after).toMatchObject(others)
  expect(after.shared).not.toBe(shared)
  expect(JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'))).toEqual(after)
})

it('a broken file of secrets is reported with a fix and not changed', () => {
  writeFileSync(join(data, 'secrets.json'), '{ "shared": ')
  expect(() => keepSecrets(data)).toThrow(/secrets\.json cannot be read: restore a good copy/)
})
