import { describe, expect, it } from 'vitest'
import { completePolicy, responseHeaders, restrictFormsToTicketOrigin } from './headers.ts'
import { isSameOrigin } from './same-origin.ts'

const config = {
  apiUrl: 'http://127.0.0.1:3001',
  publicApiUrl: 'https://api.tuvens.example/base',
  ticketOrigin: 'https://tickets.example',
}

describe('the security headers of a response', () => {
  it('let the page connect to the API and the ticket origin only', () => {
    const headers = new Headers({
      'content-security-policy':
        "default-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'none'",
    })
    completePolicy(headers, config)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; connect-src 'self' https://api.tuvens.example; form-action 'self' https://tickets.example; frame-src https://tickets.example",
    )
  })

  it('let a page that holds a token submit its form to the ticket origin only', () => {
    const headers = new Headers({
      'content-security-policy': "default-src 'self'; form-action 'self'; base-uri 'none'",
    })
    completePolicy(headers, config)
    restrictFormsToTicketOrigin(headers, config)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; form-action https://tickets.example; base-uri 'none'",
    )
  })

  it('require https only where the public address is https', () => {
    const [plain, tls] = ['http://localhost:3000', 'https://tuvens.example'].map((origin) =>
      responseHeaders({ origin }),
    )
    expect(plain).not.toHaveProperty('strict-transport-security')
    expect(tls).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    })
  })
})

describe('a request from this site', () => {
  const url = new URL('https://tuvens.example/api/cross-app/generate-session')
  it.each([
    ['its own origin', { origin: 'https://tuvens.example' }, true],
    [
      'its own origin, confirmed by the browser',
      { origin: 'https://tuvens.example', 'sec-fetch-site': 'same-origin' },
      true,
    ],
    ['no origin, but confirmed by the browser', { 'sec-fetch-site': 'same-origin' }, true],
    ['another origin', { origin: 'https://evil.example' }, false],
    ['a sandboxed frame', { origin: 'null' }, false],
    ['a subdomain', { origin: 'https://x.tuvens.example', 'sec-fetch-site': 'same-site' }, false],
    ['a typed address', { 'sec-fetch-site': 'none' }, false],
    ['neither header', {}, false],
  ])('with %s: %o → %s', (_, headers, expected) => {
    expect(isSameOrigin(new Request(url, { headers: headers as Record<string, string> }), url)).toBe(expected)
  })
})
