import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seal } from '../../../api/src/base/vault.ts'
import { createVault } from '../../../hi-events/src/mapping/vault.ts'
import type { OpsIo } from '../command.ts'
import { SECRETS_CHECK } from './check-command.ts'

const hex = () => randomBytes(32).toString('hex')
const seed = () => randomBytes(32).toString('base64url')

let folder: string
let databases: Record<'api' | 'tickets' | 'boxOffice', TestDatabase>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tuvens-secrets-'))
  databases = {
    api: await createTestDatabase('api'),
    tickets: await createTestDatabase('hi-events'),
    boxOffice: await createTestDatabase('box-office'),
  }
})
afterAll(async () => {
  for (const each of Object.values(databases)) await each.drop()
  rmSync(folder, { recursive: true })
})

type Settings = Record<keyof typeof databases, Record<string, string>>
const good = (): Settings => {
  const shared = hex()
  return {
    api: { HI_EVENTS_SHARED_SECRET: shared, AUTH_SIGNING_KEYS: seed() },
    tickets: { HI_EVENTS_SHARED_SECRET: shared, CREDENTIALS_KEY: hex() },
    boxOffice: { JWT_SECRET: hex() },
  }
}
async function check(settings: Settings, ...args: string[]): Promise<{ code: number; text: string }> {
  const printed: string[] = []
  const io: OpsIo = {
    env: {},
    data: folder,
    root: '/',
    json: false,
    print: (line) => printed.push(line),
    write: async () => {},
    result: () => {},
    settings: (service) => ({ DATABASE_URL: databases[service].url, ...settings[service] }),
    onExit: () => {},
  }
  const code = await SECRETS_CHECK.run(args, io)
  const text = printed.join('\n')
  const secrets = Object.values(settings).flatMap((each) => Object.values(each))
  for (const secret of secrets) if (secret.length > 20) expect(text).not.toContain(secret)
  return { code, text }
}
const faults = ({ text }: { text: string }) => text.split('\n').filter((line) => line.startsWith('✗'))

describe('secrets check', () => {
  it('finds random secrets good', async () => {
    expect(await check(good())).toMatchObject({
      code: 0,
      text: expect.stringContaining('All secrets that were read are good.'),
    })
  })

  it('finds weak ones, ones with two purposes, and a signature that the other side refuses', async () => {
    const weak = good()
    weak.boxOffice['JWT_SECRET'] = 'changemechangeme'
    expect(faults(await check(weak))).toEqual([
      expect.stringMatching(/^✗ box-office: JWT_SECRET .* repeats a pattern|contains a word/),
    ])
    const twice = good()
    twice.boxOffice['JWT_SECRET'] = twice.tickets['CREDENTIALS_KEY'] ?? ''
    expect(faults(await check(twice))).toEqual([
      expect.stringContaining('is also CREDENTIALS_KEY of hi-events'),
    ])
    const apart = good()
    apart.api['HI_EVENTS_SHARED_SECRET'] = `${hex()},${apart.api['HI_EVENTS_SHARED_SECRET']}`
    expect(faults(await check(apart))).toEqual([
      expect.stringMatching(/of api is not accepted by hi-events: add it/),
    ])
  })

  it('finds the secrets that a service needs and does not have', async () => {
    const { code, text } = await check({ api: {}, tickets: {}, boxOffice: {} })
    expect([code, text]).toEqual([1, expect.not.stringContaining('are good')])
    const missing = text.match(/^✗ \S+: \S+ is not in these settings/gm)
    expect(missing).toEqual(
      [
        ['api', 'HI_EVENTS_SHARED_SECRET'],
        ['api', 'AUTH_SIGNING_KEYS'],
        ['hi-events', 'HI_EVENTS_SHARED_SECRET'],
        ['hi-events', 'CREDENTIALS_KEY'],
        ['box-office', 'JWT_SECRET'],
      ].map(([service, setting]) => `✗ ${service}: ${setting} is not in these settings`),
    )
    const renamed = good()
    const { HI_EVENTS_SHARED_SECRET: shared = '', ...rest } = renamed.api
    expect((await check({ ...renamed, api: { ...rest, CROSS_APP_SHARED_SECRET: shared } })).code).toBe(0)
  })

  it('judges the tokens of operators by what follows the name', async () => {
    const settings = good()
    settings.api['OPERATOR_TOKENS'] = `ada:${hex()},bob:changemechangeme`
    expect(faults(await check(settings))).toEqual([
      expect.stringMatching(/^✗ api: OPERATOR_TOKENS \(entry 2, \w+\) (repeats a pattern|contains a word)/),
    ])
  })

  it('knows the age of secrets in files', async () => {
    const settings = good()
    const file = join(folder, 'jwt')
    writeFileSync(file, hex())
    settings.boxOffice = { JWT_SECRET_FILE: file }
    expect((await check(settings)).code).toBe(0)
    const then = new Date(Date.now() - 500 * 86_400_000)
    utimesSync(file, then, then)
    expect(faults(await check(settings))).toEqual([
      expect.stringMatching(/JWT_SECRET .* is 500 days old, more than 400/),
    ])
    expect((await check(settings, '--max-age-days', '600')).code).toBe(0)
  })

  it('tells which keys stored rows still need, and which rows no key opens', async () => {
    const [old, next] = [hex(), hex()]
    const [oldSeed, nextSeed] = [seed(), seed()]
    await databases.tickets.db`
      insert into accounts (tuvens_account_id, name, tenant_key, login_email, credential, credential_kind)
      values (1, 'Club', 'k', 'a@b.test', ${createVault([old]).seal('password', 'purpose')}, 'generated-password')`
    const sealed = seal(
      { secrets: { signingKeys: [Buffer.from(oldSeed, 'base64url')] }, random: randomBytes },
      'totp',
    )
    await databases.api
      .db`insert into users (email, name, totp_secret) values ('a@b.test', 'Anna', ${sealed})`
    const settings = good()
    settings.tickets['CREDENTIALS_KEY'] = `${next},${old}`
    settings.api['AUTH_SIGNING_KEYS'] = `${nextSeed},${oldSeed}`
    const both = await check(settings)
    expect(both.code).toBe(0)
    expect(both.text).toMatch(/CREDENTIALS_KEY \(entry 2, \w+\) is still needed for 1 stored logins: keep it/)
    expect(both.text).toMatch(
      /AUTH_SIGNING_KEYS \(entry 2, \w+\) is still needed for 1 secrets of authenticator apps/,
    )
    settings.tickets['CREDENTIALS_KEY'] = next
    settings.api['AUTH_SIGNING_KEYS'] = nextSeed
    expect(faults(await check(settings))).toEqual([
      expect.stringContaining(
        '1 secrets of authenticator apps are encrypted with a key that is not in AUTH_SIGNING_KEYS',
      ),
      expect.stringContaining('1 stored logins are encrypted with a key that is not in CREDENTIALS_KEY'),
    ])
    await databases.tickets.db`delete from accounts`
    await databases.api.db`delete from users`
    settings.tickets['CREDENTIALS_KEY'] = `${next},${old}`
    expect((await check(settings)).text).toMatch(
      /CREDENTIALS_KEY \(entry 2, \w+\) is not needed any more: it can be removed/,
    )
  })
})
