import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { enterTicketSystem, generateSession, landingUrlWithReturn, landingFormOf } from './crossAppAuth.ts'

const LANDING = 'https://tickets.example/auth/cross-app#session_token=abc'

let server: Server
let seen: {
  method: string | undefined
  url: string | undefined
  body: string
  headers: IncomingMessage['headers']
}[]
let reply: { status: number; body: string }
let left: string[]

const navigate = (url: string) => void left.push(url)

beforeEach(async () => {
  ;[seen, left] = [[], []]
  reply = {
    status: 200,
    body: JSON.stringify({ landing_url: LANDING, expires_at: '2026-01-01T12:15:00.000Z' }),
  }
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, body, headers: request.headers })
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

/** The browser resolves URLs against its page; here the page is the test's server. */
const fetcher: typeof fetch = (path, init) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path as string}`, init as RequestInit)

describe('entering the ticket system (C3)', () => {
  it("calls the site's own server, as JSON, with nothing but the event", async () => {
    await generateSession({ event_id: '11' }, fetcher)
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/cross-app/generate-session',
      body: '{"event_id":"11"}',
      headers: { 'content-type': 'application/json' },
    })
    expect(seen[0]?.headers.authorization).toBeUndefined()
  })

  it('opens the landing with the return URL in the fragment, beside the token', async () => {
    const outcome = await enterTicketSystem(
      { event_id: '11' },
      { site: 'http://localhost:3000', fetcher, navigate },
    )
    expect(outcome.ok).toBe(true)
    const url = new URL(left[0] ?? '')
    expect(url.search).toBe('')
    const fragment = new URLSearchParams(url.hash.slice(1))
    expect(fragment.get('session_token')).toBe('abc')
    expect(fragment.get('return_url')).toBe('http://localhost:3000/events/hi-events/callback?event_id=11')
  })

  it('separates the return URL from the token, whatever the id of the event', () => {
    const url = landingUrlWithReturn(LANDING, 'https://tuvens.example', '1&session_token=evil#x')
    const fragment = new URLSearchParams(new URL(url).hash.slice(1))
    expect(fragment.getAll('session_token')).toEqual(['abc'])
  })

  it('is a form without scripts, whose URL does not contain the token', () => {
    const form = landingFormOf(LANDING, 'https://tuvens.example', '11')
    expect(form.action).toBe('https://tickets.example/auth/cross-app')
    expect(form.fields).toEqual({
      session_token: 'abc',
      return_url: 'https://tuvens.example/events/hi-events/callback?event_id=11',
    })
    expect(form.url).toBe(landingUrlWithReturn(LANDING, 'https://tuvens.example', '11'))
  })

  it('stays on the page and returns the reason when the session is refused', async () => {
    reply = { status: 403, body: JSON.stringify({ code: 'PERMISSION_DENIED' }) }
    const outcome = await enterTicketSystem(
      { event_id: '11' },
      { site: 'http://localhost:3000', fetcher, navigate },
    )
    expect(outcome).toEqual({ ok: false, code: 'PERMISSION_DENIED' })
    expect(left).toEqual([])
  })

  it.each([
    ['a page instead of JSON', { status: 502, body: '<h1>Bad gateway</h1>' }],
    ['an empty answer', { status: 200, body: '' }],
  ])('reports %s as an unavailable service', async (_, answer) => {
    reply = answer
    expect(await generateSession({ event_id: '11' }, fetcher)).toEqual({ ok: false, code: 'API_UNAVAILABLE' })
  })

  it('reports a lost connection as an unavailable service', async () => {
    const broken: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'))
    expect(await generateSession({}, broken)).toEqual({ ok: false, code: 'API_UNAVAILABLE' })
  })
})
