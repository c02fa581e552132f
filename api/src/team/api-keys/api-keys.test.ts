import type { ApiKey, CreatedApiKey } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOST, startWorld, type TestApi, type TestUser, type TestWorld } from '../../../test-support/api.ts'
import { newApiKeySecret } from '../../auth/api-key/secret.ts'
import { lockKeysOf } from './store.ts'

let world: TestWorld
let api: TestApi
let owner: TestUser
beforeAll(async () => {
  world = await startWorld()
  api = world.api
  owner = await api.person()
})
afterAll(() => world.end())

const urlOf = (user: TestUser, rest = '') => `/api/accounts/${user.accountId}/api-keys${rest}`

async function makeKey(user = owner, fields: object = {}): Promise<CreatedApiKey> {
  const payload = { name: 'Shop', scopes: ['events:read'], ...fields }
  const answer = await api.as(user, { method: 'POST', url: urlOf(user), payload })
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([201, 'no-store'])
  return answer.json<CreatedApiKey>()
}

async function keysOf(user: TestUser): Promise<ApiKey[]> {
  const answer = await api.as(user, { method: 'GET', url: urlOf(user) })
  return answer.json<{ keys: ApiKey[] }>().keys
}

async function rotate(id: string, payload: object = {}, user = owner) {
  const answer = await api.as(user, { method: 'POST', url: urlOf(user, `/${id}/rotate`), payload })
  return { status: answer.statusCode, ...answer.json<CreatedApiKey & { code?: string; message?: string }>() }
}

const revoke = async (id: string, user = owner) =>
  (await api.as(user, { method: 'DELETE', url: urlOf(user, `/${id}`) })).statusCode

/** What a call with this value of the header Authorization is answered. */
async function use(authorization: string, url = '/api/platform/key') {
  const answer = await api.app.inject({ url, headers: { host: HOST, authorization } })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}
const outcomeOf = async (secret: string) => {
  const { status, body } = await use(`Bearer ${secret}`)
  return status === 200 ? 'ok' : body.code
}

describe('an API key', () => {
  it('is made for an account, and tells what it may do', async () => {
    const { key, secret } = await makeKey(owner, { scopes: ['events:write', 'sessions:create'] })
    const { status, headers, body } = await use(`Bearer ${secret}`)
    expect([status, headers['cache-control'], headers['ratelimit-policy']]).toEqual([
      200,
      'no-store',
      '"platform";q=1000000;w=60',
    ])
    expect(body).toEqual({
      id: key.id,
      name: 'Shop',
      account_id: owner.accountId,
      account_name: "Ada Lovelace's events",
      scopes: ['events:write', 'sessions:create'],
      expires_at: null,
    })
  })

  it('shows its secret once, and no row, list or entry of the audit log holds it', async () => {
    const { key, secret } = await makeKey()
    expect(key.hint).toBe(secret.slice(0, 13))
    expect(JSON.stringify(await keysOf(owner))).not.toContain(secret.slice(13, 40))
    const rows = await world.database.db`select k::text as line from api_keys k`
    const audits = await world.database.db`select l::text as line from audit_log l`
    expect(JSON.stringify([...rows, ...audits])).not.toContain(secret.slice(13, 40))
  })

  it('ends at once when it is revoked, and revoking it again is no error', async () => {
    const { key, secret } = await makeKey()
    expect(await outcomeOf(secret)).toBe('ok')
    expect([await revoke(key.id), await revoke(key.id)]).toEqual([204, 204])
    expect(await outcomeOf(secret)).toBe('API_KEY_REVOKED')
  })

  it('ends when it expires', async () => {
    const { key, secret } = await makeKey(owner, { expires_in_days: 1 })
    expect(Date.parse(key.expires_at ?? '') - Date.parse(key.created_at)).toBe(86_400_000)
    await world.database.db`update api_keys set expires_at = now() where id = ${key.id}`
    expect(await outcomeOf(secret)).toBe('API_KEY_EXPIRED')
  })

  it('works beside the one that replaced it until the overlap is over', async () => {
    const old = await makeKey(owner, { scopes: ['reports:read'], expires_in_days: 10 })
    const next = await rotate(old.key.id, { overlap_hours: 2 })
    expect([next.status, next.key.scopes, next.key.name]).toEqual([201, ['reports:read'], 'Shop'])
    expect([await outcomeOf(old.secret), await outcomeOf(next.secret)]).toEqual(['ok', 'ok'])
    const listed = (await keysOf(owner)).find(({ id }) => id === old.key.id)
    expect(listed?.replaced_by).toBe(next.key.id)
    const overlap = Date.parse(listed?.expires_at ?? '') - Date.parse(next.key.created_at)
    expect(overlap).toBe(2 * 3_600_000)
    // The length of its life, not the day of its end.
    expect(Date.parse(next.key.expires_at ?? '') - Date.parse(next.key.created_at)).toBe(864_000_000)
  })

  it('ends with its rotation when there is no overlap', async () => {
    const old = await makeKey()
    await rotate(old.key.id, { overlap_hours: 0 })
    expect(await outcomeOf(old.secret)).toBe('API_KEY_EXPIRED')
  })

  it('never outlives its own end by a rotation', async () => {
    const old = await makeKey(owner, { expires_in_days: 1 })
    await rotate(old.key.id, { overlap_hours: 168 })
    const listed = (await keysOf(owner)).find(({ id }) => id === old.key.id)
    expect(listed?.expires_at).toBe(old.key.expires_at)
  })

  it('is rotated once, however many ask for it at a time', async () => {
    const { key } = await makeKey()
    const answers = await Promise.all(Array.from({ length: 6 }, () => rotate(key.id)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ code }) => code === 'BUSINESS_RULE')).toHaveLength(5)
    await revoke(key.id)
    expect((await rotate(key.id)).code).toBe('API_KEY_NOT_FOUND')
  })

  it('tells when it was used, written once a minute', async () => {
    const { key, secret } = await makeKey()
    const read = async () => (await keysOf(owner)).find(({ id }) => id === key.id)?.last_used_at
    expect(await read()).toBeNull()
    await outcomeOf(secret)
    const first = await read()
    expect(Date.parse(first ?? '')).toBeGreaterThan(Date.now() - 3_600_000)
    await outcomeOf(secret)
    expect(await read()).toBe(first)
    await world.database
      .db`update api_keys set last_used_at = now() - interval '61 seconds' where id = ${key.id}`
    const before = await read()
    await outcomeOf(secret)
    expect(await read()).not.toBe(before)
  })

  it('of one account cannot be seen or ended by the owner of another', async () => {
    const stranger = await api.person()
    const { key, secret } = await makeKey()
    expect([await revoke(key.id, stranger), (await rotate(key.id, {}, stranger)).status]).toEqual([404, 404])
    expect(await keysOf(stranger)).toEqual([])
    expect(await outcomeOf(secret)).toBe('ok')
  })

  it('is one of fifty at most', async () => {
    const many = await api.person()
    await world.database.db`
      insert into api_keys (account_id, name, secret_hash, hint, scopes)
      select ${many.accountId}, 'x', sha256(n::text::bytea), 'x', '{}' from generate_series(1, 50) n`
    const payload = { name: 'One more', scopes: ['events:read'] }
    const answer = await api.as(many, { method: 'POST', url: urlOf(many), payload })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'BUSINESS_RULE'])
  })

  it('is one of fifty at most, also while another one is made', async () => {
    const many = await api.person()
    const insert = (sql: Sql, count: number) => sql`
      insert into api_keys (account_id, name, secret_hash, hint, scopes)
      select ${many.accountId}, 'x', sha256(convert_to(${many.id} || ' ' || ${count}::integer || ' ' || n, 'UTF8')), 'x', '{}'
      from generate_series(1, ${count}::integer) n`
    await insert(world.database.db, 49)
    const payload = { name: 'One more', scopes: ['events:read'] }
    let making: ReturnType<typeof api.as> | undefined
    await world.database.db.begin(async (tx) => {
      await lockKeysOf(tx, String(many.accountId))
      making = api.as(many, { method: 'POST', url: urlOf(many), payload })
      // An injected request starts when somebody waits for its response.
      void making.then(() => undefined)
      const waiting = () => world.database.db`
        select 1 from pg_locks where locktype = 'advisory' and not granted and mode = 'ExclusiveLock'`
      await expect.poll(async () => (await waiting()).length, { timeout: 30_000 }).toBe(1)
      await insert(tx, 1)
    })
    expect((await making)?.json().code).toBe('BUSINESS_RULE')
  })

  it.each([
    ['a scope that does not exist', { scopes: ['admin'] }],
    ['no scope', { scopes: [] }],
    ['a scope twice', { scopes: ['events:read', 'events:read'] }],
    ['a name of spaces', { name: '  ' }],
    ['a field of its row', { account_id: 1 }],
    ['an end in the past', { expires_in_days: 0 }],
  ])('is not made with %s', async (_what, fields) => {
    const payload = { name: 'Shop', scopes: ['events:read'], ...fields }
    const answer = await api.as(owner, { method: 'POST', url: urlOf(owner), payload })
    expect(answer.json().code).toBe('VALIDATION_ERROR')
  })

  it('leaves an entry for each act, with who did it and no secret', async () => {
    const own = await api.person()
    const { key, secret } = await makeKey(own)
    const next = await rotate(key.id, {}, own)
    await revoke(next.key.id, own)
    const read = () => world.database.db`
      select operation, outcome, actor, note from audit_log where account_id = ${own.accountId} order by id`
    await expect.poll(async () => (await read()).length).toBe(3)
    const entry = { outcome: 'ok', actor: `user:${own.id}` }
    expect([...(await read())]).toEqual([
      { operation: 'create-api-key', ...entry, note: `${key.id}: events:read` },
      { operation: 'rotate-api-key', ...entry, note: `${key.id} to ${next.key.id}, 24 h` },
      { operation: 'revoke-api-key', ...entry, note: next.key.id },
    ])
    expect(JSON.stringify(await read())).not.toContain(secret)
  })
})

describe('a call with an API key', () => {
  it.each<[string, (secret: string) => string, number, string]>([
    ['the scheme in another case', (secret) => `bEARER ${secret}`, 200, ''],
    ['two spaces', (secret) => `Bearer  ${secret}`, 401, 'AUTHENTICATION_REQUIRED'],
    ['something after it', (secret) => `Bearer ${secret} x`, 401, 'AUTHENTICATION_REQUIRED'],
    ['the scheme Basic', (secret) => `Basic ${secret}`, 401, 'AUTHENTICATION_REQUIRED'],
    ['nothing', () => '', 401, 'AUTHENTICATION_REQUIRED'],
    ['the secret in another case', (secret) => `Bearer ${secret.toLowerCase()}`, 401, 'API_KEY_INVALID'],
    ['two secrets', (secret) => `Bearer ${secret},${secret}`, 401, 'API_KEY_INVALID'],
    ['the secret of nobody', () => `Bearer ${newApiKeySecret(randomBytes).secret}`, 401, 'API_KEY_INVALID'],
    ['a token of a user', () => `Bearer ${owner.token}`, 401, 'API_KEY_INVALID'],
  ])('with %s', async (_what, header, status, code) => {
    const { secret } = await makeKey()
    const answer = await use(header(secret))
    expect([answer.status, answer.body.code ?? '']).toEqual([status, code])
  })

  it('is refused when the secret stands in the address, even with the right header', async () => {
    const { secret } = await makeKey()
    const answer = await use(`Bearer ${secret}`, `/api/platform/key?key=${secret}`)
    expect([answer.status, answer.body.code]).toEqual([401, 'API_KEY_INVALID'])
    expect(JSON.stringify(answer.body)).not.toContain(secret)
  })

  it('gives none of the rights of a user', async () => {
    const { secret } = await makeKey(owner, { scopes: ['events:write'] })
    expect((await use(`Bearer ${secret}`, '/api/auth/me')).body.code).toBe('TOKEN_INVALID')
    expect((await use(`Bearer ${secret}`, urlOf(owner))).body.code).toBe('TOKEN_INVALID')
  })

  it('counts for its own limit only', async () => {
    const limited = await startWorld({ LIMIT_PLATFORM: '2' })
    try {
      const user = await limited.api.person()
      const make = async () => {
        const payload = { name: 'x', scopes: ['events:read'] }
        const answer = await limited.api.as(user, { method: 'POST', url: urlOf(user), payload })
        return answer.json<CreatedApiKey>().secret
      }
      const [one, other] = [await make(), await make()]
      const statusOf = async (secret: string) =>
        (
          await limited.api.app.inject({
            url: '/api/platform/key',
            headers: { host: HOST, authorization: `Bearer ${secret}` },
          })
        ).statusCode
      expect([await statusOf(one), await statusOf(one), await statusOf(one)]).toEqual([200, 200, 429])
      expect(await statusOf(other)).toBe(200)
    } finally {
      await limited.end()
    }
  })
})
