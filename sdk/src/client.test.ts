import type { CreatedApiKey } from '@tuvens/contract'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENT, startWorld, type TestUser, type TestWorld } from '../../api/test-support/api.ts'
import { photo } from '../../api/test-support/photos.ts'
import { CLIENT_ROUTES, generatedSource } from '../scripts/generated-source.ts'
import { createClient, TuvensError, type TuvensClient } from './index.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const SCOPES = ['events:write', 'sessions:create', 'reports:read']

let world: TestWorld
let baseUrl: string
let owner: TestUser
let apiKey: string
let platform: TuvensClient
let user: TuvensClient
beforeAll(async () => {
  const port = 38_000 + (process.pid % 2_000)
  world = await startWorld({ API_URL: `http://localhost:${port}`, TICKET_SERVICE_URL: 'http://127.0.0.1:9' })
  await world.api.listen(port)
  baseUrl = `http://localhost:${port}`
  owner = await world.api.person()
  const url = `/api/accounts/${owner.accountId}/api-keys`
  const made = await world.api.as(owner, { method: 'POST', url, payload: { name: 'Shop', scopes: SCOPES } })
  apiKey = made.json<CreatedApiKey>().secret
  platform = createClient({ baseUrl, apiKey })
  user = createClient({ baseUrl, accessToken: async () => owner.token })
})
afterAll(() => world.end())

const put = (external_id: string, fields: object = {}) =>
  platform.putPlatformEvent({ external_id, body: { ...EVENT, ...fields } })

describe('the client', () => {
  it('has a method for each operation of the contract that is for others', () => {
    expect(CLIENT_ROUTES.length).toBeGreaterThan(70)
    for (const [name] of CLIENT_ROUTES) expect(platform).toHaveProperty(name, expect.any(Function))
    expect(platform).not.toHaveProperty('statusWebhook')
  })

  it('is made of the contract as it is now; otherwise run `npm run sdk`', () => {
    const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const args = [biome, 'format', '--stdin-file-path=sdk/src/generated.ts']
    const formatted = execFileSync(process.execPath, args, {
      cwd: ROOT,
      input: generatedSource(),
      encoding: 'utf8',
    })
    expect(readFileSync(join(ROOT, 'sdk', 'src', 'generated.ts'), 'utf8')).toBe(formatted)
  })

  it('calls with an API key, and with the token of a user', async () => {
    expect(await platform.readOwnApiKey()).toMatchObject({ account_id: owner.accountId, scopes: SCOPES })
    const event = await put('summer night'.replace(' ', '-'))
    expect(event).toMatchObject({ external_id: 'summer-night', title: EVENT.title })
    const me = await user.me()
    expect(me.user.id).toBe(owner.id)
    expect(await createClient({ baseUrl }).readEvent({ id: event.id })).toMatchObject({ title: EVENT.title })
  })

  it('uploads a file, and returns nothing where there is no body', async () => {
    const body = new Uint8Array(await photo({ width: 800, height: 600 }))
    const picture = await user.uploadPicture({ account_id: owner.accountId, body })
    expect(picture.url).toMatch(/^http.*\.jpg$/)
    const made = await user.createApiKey({
      account_id: String(owner.accountId),
      body: { name: 'Short', scopes: ['events:read'] },
    })
    const ended = await user.revokeApiKey({ account_id: String(owner.accountId), key_id: made.key.id })
    expect(ended).toBeUndefined()
  })

  it('throws a typed error with the code, the status and the id of the request', async () => {
    const error = await platform.readPlatformEvent({ external_id: 'nothing' }).catch((each: unknown) => each)
    expect(error).toBeInstanceOf(TuvensError)
    expect(error).toMatchObject({
      code: 'EVENT_NOT_FOUND',
      status: 404,
      requestId: expect.stringMatching(/^[\w-]{8,}/),
    })
    const invalid = await put('x', { startDate: 'soon' }).catch((each: unknown) => each)
    expect(invalid).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ field: 'startDate' }] })
  })

  it('tells the ETag of a response, and sends the headers of a caller', async () => {
    const { id } = await put('tagged')
    const { headers, data } = await user.request('readEvent', { id })
    await user.updateEvent({ id, body: { title: 'Changed' } })
    const stale = user.updateEvent(
      { id, body: { title: 'Again' } },
      { headers: { 'if-match': headers.get('etag') ?? '' } },
    )
    await expect(stale).rejects.toMatchObject({ code: 'PRECONDITION_FAILED', status: 412 })
    expect(data.title).toBe(EVENT.title)
  })

  it('reads a list page by page, as far as its reader goes', async () => {
    for (const id of ['one', 'two', 'three', 'four', 'five']) await put(`paged-${id}`)
    let calls = 0
    const counting: typeof fetch = (...call) => {
      calls++
      return fetch(...call)
    }
    const client = createClient({ baseUrl, apiKey, fetch: counting })
    const seen: string[] = []
    for await (const { external_id } of client.each('listPlatformEvents', { limit: 2 }))
      seen.push(external_id)
    expect(seen.filter((id) => id.startsWith('paged-'))).toHaveLength(5)
    expect(new Set(seen).size).toBe(seen.length)
    calls = 0
    for await (const event of client.each('listPlatformEvents', { limit: 2 })) if (event !== undefined) break
    expect(calls).toBe(1)
  })

  it('repeats a write whose response was lost, which is done once', async () => {
    await put('lost')
    let tries = 0
    const losing: typeof fetch = async (...call) => {
      const response = await fetch(...call)
      if (++tries > 1) return response
      throw new TypeError('fetch failed')
    }
    const client = createClient({ baseUrl, apiKey, fetch: losing, random: () => 0 })
    const body = {
      user: { id: 'user-1', email: 'ada@platform.example', name: 'Ada' },
      external_id: 'lost',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    }
    const before = await world.database.db`select 1 from cross_app_sessions`
    const session = await client.createPlatformSession({ body })
    const after = await world.database.db`select 1 from cross_app_sessions`
    expect([tries, after.length - before.length]).toEqual([2, 1])
    expect(session.landing_url).toContain('#session_token=')
  })

  it('refuses an API key in a browser, and a call without its credential', async () => {
    Reflect.set(globalThis, 'document', {})
    try {
      expect(() => createClient({ baseUrl, apiKey })).toThrow('belongs on a server')
    } finally {
      Reflect.deleteProperty(globalThis, 'document')
    }
    await expect(createClient({ baseUrl }).readOwnApiKey()).rejects.toThrow('needs an apiKey')
  })

  it('follows the stream of an event, and goes on after the last message', async () => {
    const { id } = await put('followed')
    let last = ''
    const controller = new AbortController()
    const seen: number[] = []
    const onEventId = (each: string) => (last = each)
    for await (const change of user.follow({ eventIds: [id], signal: controller.signal, onEventId })) {
      if (change.type === 'reset') continue
      seen.push(change.detailsVersion)
      if (seen.length === 1) await put('followed', { title: 'Changed' })
      if (seen.length === 2) controller.abort()
    }
    expect(seen[1]).toBe((seen[0] ?? 0) + 1)
    await put('followed', { title: 'Changed while away' })
    for await (const change of user.follow({ eventIds: [id], lastEventId: last })) {
      expect(change).toMatchObject({ type: 'ticketing_status_changed', eventId: id })
      break
    }
  })
})
