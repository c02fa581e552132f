import type { CreatedApiKey } from '@tuvens/contract'
import { freePort } from '@tuvens/platform/free-port'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { addFreeTicket, publish } from '../harness/organiser.ts'
import { createOrganiser } from '../harness/people.ts'
import { ROOT, startSystem, type System } from '../harness/system.ts'
import { expect, test } from '../harness/test.ts'

let system: System
let url: string
let stop: () => Promise<void>
test.beforeAll(async () => {
  test.setTimeout(600_000)
  const port = await freePort()
  url = `http://platform.localhost:${port}`
  system = await startSystem({ RETURN_URL_ALLOWLIST: url })
  const platform = spawn(process.execPath, [join(ROOT, 'examples', 'node', 'platform.mjs')], {
    env: {
      ...process.env,
      TUVENS_API: system.direct.api,
      TUVENS_TICKETS: system.urls.tickets,
      TUVENS_KEY: await keyOf(system),
      PLATFORM_URL: url,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(platform.stdout, 'data')
  stop = async () => {
    platform.kill()
    await system.stop()
  }
})
test.afterAll(() => stop())

/** The secret of a new key with the scopes that the example needs. */
async function keyOf({ direct }: System): Promise<string> {
  const { desk, email, password } = await createOrganiser(system)
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ email, password })
  const signedIn = await fetch(`${direct.api}/api/auth/login`, { method: 'POST', headers: json, body })
  const { access_token: token } = (await signedIn.json()) as { access_token: string }
  const answer = await fetch(`${direct.api}/api/accounts/${await desk.accountId()}/api-keys`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${token}` },
    body: JSON.stringify({ name: 'Example', scopes: ['events:write', 'sessions:create'] }),
  })
  return ((await answer.json()) as CreatedApiKey).secret
}

test('a platform with its own pages and users enables, publishes and shows ticketing without the event site', async ({
  newPerson,
}) => {
  const person = await newPerson()
  const visited: string[] = []
  person.on('request', (request) => visited.push(request.url()))
  await person.goto(url)
  await expect(person.getByText('No tickets yet')).toBeVisible()
  await person.getByRole('button', { name: 'Sign in as Ada' }).click()
  await person.getByRole('button', { name: 'Sell tickets' }).click()
  await person.waitForURL(/\/manage\/event\/\d+/)
  expect(person.url()).toContain(system.urls.tickets)
  await expect(person.getByText('Summer night').first()).toBeVisible()
  await addFreeTicket(person, 'Garden chair', 30)
  await publish(person)
  const visitor = await newPerson()
  await expect(async () => {
    await visitor.goto(url)
    await expect(visitor.getByText('Tickets are on sale')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  expect(visited.filter((each) => each.startsWith(system.urls.site))).toEqual([])
})

test('an address that somebody sends creates no session for its reader', async ({ newPerson }) => {
  const reader = await newPerson()
  await reader.goto(url)
  await reader.getByRole('button', { name: 'Sign in as Ada' }).click()
  const issued = () => system.db('api')<{ n: number }[]>`select count(*)::int as n from cross_app_sessions`
  const before = await issued()
  await reader.goto(`${url}/enable/continue?state=x&code_challenge=${'c'.repeat(43)}`)
  await reader.waitForURL(`${url}/`)
  expect(await issued()).toEqual(before)
})

test('the ticket origin gives a code challenge to no page that is not allowed', async ({ request }) => {
  for (const back of ['https://evil.example/x', `${url}.evil.example/`, 'javascript:alert(1)']) {
    const start = `${system.direct.tickets}/auth/cross-app/start?return_url=${encodeURIComponent(back)}`
    const answer = await request.get(start, { maxRedirects: 0 })
    expect([answer.status(), answer.headers()['location']]).toEqual([303, system.urls.site])
  }
})
