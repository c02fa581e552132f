import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const ISSUER = 'https://login.example'
export const AUDIENCE = 'tuvens'

export type TestIssuer = Awaited<ReturnType<typeof startIssuer>>

/** An outside issuer that publishes `keys` beside a good RSA and a good EC key, named `rsa` and `ec`. */
export async function startIssuer(keys: unknown[] = []) {
  const pairs = { rsa: await generateKeyPair('RS256'), ec: await generateKeyPair('ES256') }
  const published: unknown[] = [
    ...keys,
    { ...(await exportJWK(pairs.rsa.publicKey)), kid: 'rsa' } satisfies JWK,
    { ...(await exportJWK(pairs.ec.publicKey)), kid: 'ec' } satisfies JWK,
  ]
  let reads = 0
  let respond = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }))
  }
  const server = createServer((_request, response) => {
    reads += 1
    respond(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`

  /** Claims of a good token, changed; undefined takes a claim away. */
  const claimsOf = (change: Record<string, unknown> = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const person = { sub: 'auth0|ida', email: 'ida@example.com', name: 'Ida' }
    return { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 60, ...person, ...change }
  }
  return {
    settings: {
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      AUTH_JWKS_URL: jwksUrl,
      AUTH_SIGNING_KEYS: '',
    },
    claimsOf,
    /** How often the keys were read. */
    reads: () => reads,
    /** Changes how the key set is answered. */
    answer: (how: typeof respond) => void (respond = how),
    token: (change: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
      new SignJWT(claimsOf(change))
        .setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt', ...header })
        .sign(header['kid'] === 'ec' ? pairs.ec.privateKey : pairs.rsa.privateKey),
    close: () => server.close(),
  }
}

/** A token in compact form whose parts need not fit together. */
export function compact(header: unknown, claims: unknown, signature: Buffer): string {
  const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  return [part(header), part(claims), signature].map((each) => each.toString('base64url')).join('.')
}
