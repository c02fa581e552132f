import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SEED, TestApi } from '../../test-support/api.ts'
import { resealFactors } from './reseal.ts'
import { seal, unseal } from '../base/vault.ts'

let database: TestDatabase
let api: TestApi
const next = randomBytes(32).toString('base64url')
const keysOf = (...seeds: string[]) => ({ signingKeys: seeds.map((each) => Buffer.from(each, 'base64url')) })
beforeAll(async () => {
  database = await createTestDatabase('api')
  api = await TestApi.start(database.url, { AUTH_SIGNING_KEYS: `${next},${SEED}` })
})
afterAll(async () => {
  await api.stop()
  await database.drop()
})

it('lets an older signing key be removed: what it encrypts is encrypted again with the first one', async () => {
  const random = (bytes: number) => randomBytes(bytes)
  const lost = seal({ secrets: keysOf(randomBytes(32).toString('base64url')), random }, 'of no key')
  const sealed = [
    seal({ secrets: keysOf(SEED), random }, 'of the old key'),
    seal({ secrets: keysOf(next), random }, 'of the new key'),
    lost,
  ]
  for (const [index, totp] of sealed.entries())
    await database.db`insert into users (email, name, totp_secret) values (${`${index}@tuvens.test`}, 'Person', ${totp})`
  await resealFactors(api.context)
  const rows = await database.db<{ sealed: Buffer }[]>`select totp_secret as sealed from users order by email`
  expect(rows.map((row) => unseal(keysOf(next), row.sealed))).toEqual([
    'of the old key',
    'of the new key',
    undefined,
  ])
  expect([rows[1]?.sealed, rows[2]?.sealed]).toEqual([sealed[1], lost])
})
