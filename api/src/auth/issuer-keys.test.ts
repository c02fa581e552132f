import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'
import { compact, startIssuer, type TestIssuer } from '../../test-support/issuer.ts'

describe('the keys of an outside issuer', () => {
  let world: TestWorld
  let issuer: TestIssuer
  let api: TestApi | undefined
  beforeAll(async () => {
    issuer = await startIssuer()
    world = await startWorld(issuer.settings)
  })
  afterEach(() => api?.stop())
  afterAll(async () => {
    await world.end()
    issuer.close()
  })

  /** A node that has read no keys yet. */
  const me = async (token: string) => {
    api = await TestApi.start(world.database.url, issuer.settings)
    const answer = await api.app.inject({
      url: '/api/auth/me',
      headers: { authorization: `Bearer ${token}` },
    })
    return [answer.statusCode, answer.json().code ?? 'ok', answer.headers['retry-after']]
  }
  const json = (body: string) => (response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  const UNAVAILABLE = [503, 'SERVICE_UNAVAILABLE', '2']

  it.each<[string, (response: ServerResponse) => void]>([
    ['are larger than 256 kB', json(`{"keys":["${'k'.repeat(300_000)}"]}`)],
    ['are no JSON', json('{"keys":')],
    ['are no key set', json('{"keys":5}')],
    ['are a page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
    ['are a failure', (response) => void response.writeHead(500).end()],
    ['are elsewhere', (response) => void response.writeHead(302, { location: '/other' }).end()],
    ['are cut off', (response) => void response.destroy()],
  ])('are not used when they %s', async (_what, how) => {
    issuer.answer(how)
    expect(await me(await issuer.token())).toEqual(UNAVAILABLE)
  })

  it('are not read for a token that cannot be valid', async () => {
    const before = issuer.reads()
    const token = compact({ alg: 'none', typ: 'at+jwt' }, issuer.claimsOf(), Buffer.from('x'))
    expect(await me(token)).toEqual([401, 'TOKEN_INVALID', undefined])
    expect(issuer.reads()).toBe(before)
  })

  it('of which none is usable leave every token invalid', async () => {
    issuer.answer(json('{"keys":[{},null,{"kty":"RSA"}]}'))
    expect(await me(await issuer.token())).toEqual([401, 'TOKEN_INVALID', undefined])
  })
})
