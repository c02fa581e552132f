import { createLog } from '@tuvens/platform/log'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOST, SECRET, SEED, startWorld, statusMessage, type TestWorld } from '../../test-support/api.ts'

const EMAIL = 'marked.person@secret-mail.example'
const PASSWORD = 'marked pass phrase'
const TOKEN = randomBytes(32).toString('base64url')

let world: TestWorld
let base: string
let log = ''
beforeAll(async () => {
  const destination = { write: (line: string) => void (log += line) }
  world = await startWorld({ LOG_SAMPLE_PERCENT: '100' }, { log: createLog('api', 'trace', destination) })
  base = await world.api.listen()
})
afterAll(() => world.end())

type Sent = { method?: string; headers?: Record<string, string>; body?: string }
async function send(path: string, { body, headers = {}, ...rest }: Sent = {}): Promise<number> {
  const init = body === undefined ? {} : { method: 'POST', body }
  const json = { 'content-type': 'application/json', host: HOST }
  const response = await fetch(base + path, { ...init, ...rest, headers: { ...json, ...headers } })
  await response.body?.cancel()
  return response.status
}
const credentials = (more = {}) => JSON.stringify({ email: EMAIL, password: PASSWORD, ...more })

/** Sends marked secrets in every place of a request, also where the database refuses or has lost what it needs. */
async function sendSecrets(): Promise<number[]> {
  const signedUp = credentials({ name: 'Marked Person', account_name: 'Marked' })
  const headers = { authorization: `Bearer ${TOKEN}`, cookie: `session=${TOKEN}`, 'x-shared-secret': SECRET }
  const statuses = [
    await send('/api/auth/register', { body: signedUp }),
    await send('/api/auth/register', { body: signedUp }),
    await send('/api/auth/login', { body: credentials() }),
    await send('/api/auth/login', { body: credentials({ password: `${PASSWORD}\u0000` }) }),
    await send('/api/auth/login', { body: credentials().slice(0, -1) }),
    await send('/api/auth/login', { body: credentials({ [EMAIL]: TOKEN }) }),
    await send(`/api/auth/${TOKEN}/${encodeURIComponent(EMAIL)}?token=${TOKEN}`, { headers }),
    await send(`/api/cross-app/user-accounts?session_token=${TOKEN}`, { headers }),
    await send('/api/cross-app/validate-session', {
      headers,
      body: JSON.stringify({ session_token: TOKEN }),
    }),
    await send('/api/webhooks/hi-events/event-status-changed', {
      headers: { 'x-hi-events-signature': `sha256=${TOKEN}` },
      body: JSON.stringify(statusMessage('1', 1, TOKEN)),
    }),
  ]
  // PostgreSQL quotes values in its messages and details.
  await world.database.db.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin
      raise exception 'no place for %', new.email using detail = 'Key (email)=(' || new.email || ')';
    end $$;
    create trigger refuse before insert on users for each row execute function refuse()`)
  const another = credentials({ email: `another.${EMAIL}`, name: 'Marked Person', account_name: 'Marked' })
  statuses.push(await send('/api/auth/register', { body: another }))
  await world.database.db`alter table users rename to users_away`
  statuses.push(await send('/api/auth/login', { body: credentials() }))
  await world.database.db`alter table users_away rename to users`
  return statuses
}

it('writes no secret and no address of a person to the log, whatever fails', async () => {
  const statuses = await sendSecrets()
  expect(statuses).toContain(500)
  await expect.poll(() => log.match(/"msg":"request"/g)?.length).toBe(statuses.length)
  expect(log).toContain('users')
  for (const secret of [EMAIL, 'secret-mail', PASSWORD, TOKEN, SECRET, SEED, 'marked.person'])
    expect([secret, log.includes(secret)]).toEqual([secret, false])
})
