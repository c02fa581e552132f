import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { signRequest } from '@tuvens/contract/signatures'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, spawnServer } from '../servers/spawn.ts'
import type { FloorSettings } from './floor.server.ts'

const SECRET = 'a-secret-of-thirty-two-characters'
const [ISSUER, AUDIENCE] = ['http://api.test', 'tuvens-api']

let database: TestDatabase
let floor: Server
let bearer = ''
let eventId = ''

beforeAll(async () => {
  database = await createTestDatabase('api')
  const [row] = await database.db<{ user_id: string; event_id: string }[]>`
    with u as (insert into users (email, name) values ('ada@example.com', 'Ada') returning id),
      a as (insert into accounts (name, slug) values ('Lovelace', 'lovelace') returning id),
      m as (insert into memberships (user_id, account_id, role, is_default) select u.id, a.id, 'owner', true from u, a),
      e as (insert into events (account_id, title, start_date, timezone)
        select id, 'Notes', now(), 'Europe/London' from a returning id)
    select u.id as user_id, e.id as event_id from u, e`
  eventId = row?.event_id ?? ''
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwt = new SignJWT().setProtectedHeader({ alg: 'EdDSA' }).setIssuer(ISSUER).setAudience(AUDIENCE)
  bearer = await jwt
    .setSubject(row?.user_id ?? '')
    .setExpirationTime('5m')
    .sign(privateKey)
  const settings: FloorSettings = {
    databaseUrl: database.url,
    secret: SECRET,
    jwk: await exportJWK(publicKey),
    issuer: ISSUER,
    audience: AUDIENCE,
    expiry: 900,
  }
  floor = await spawnServer(join(import.meta.dirname, 'floor.server.ts'), settings)
})
afterAll(async () => {
  await floor.stop()
  await database.drop()
})

const post = (path: string, body: string, headers: Record<string, string>) =>
  fetch(floor.url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })

async function issue(): Promise<string> {
  const body = JSON.stringify({ event_id: eventId })
  const answer = await post('/api/cross-app/generate-session', body, { authorization: `Bearer ${bearer}` })
  expect(answer.status).toBe(200)
  const { session_token }: { session_token: string } = await answer.json()
  return session_token
}

function validate(token: string, secret = SECRET): Promise<Response> {
  const path = '/api/cross-app/validate-session'
  const body = JSON.stringify({ session_token: token })
  return post(path, body, signRequest([secret], { method: 'POST', path, body }, Date.now()))
}

describe('the floor of the session calls', () => {
  it('returns the user and the event of a token', async () => {
    const answer = await validate(await issue())
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      valid: true,
      email: 'ada@example.com',
      event: { title: 'Notes' },
    })
  })

  it('accepts a token once when 32 calls use it at the same time', async () => {
    const token = await issue()
    const statuses = await Promise.all(Array.from({ length: 32 }, async () => (await validate(token)).status))
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 404)).toHaveLength(31)
  })

  it('stores only the hash, and writes an audit row for each call', async () => {
    const token = await issue()
    await validate(token)
    const [row] = await database.db`
      select (select count(*) from cross_app_sessions where token_hash = sha256(${token}::bytea)) as kept,
        (select count(*) from audit_log where operation = 'validate-session' and outcome = 'ok') > 0 as audited`
    expect(row).toMatchObject({ kept: '1', audited: true })
  })

  it('refuses a call that is signed with another secret', async () => {
    expect((await validate(await issue(), 'another-secret-of-some-length')).status).toBe(401)
  })
})
