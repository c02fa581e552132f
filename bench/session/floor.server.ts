import { importJWK, type JWK, jwtVerify } from 'jose'
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createPool } from '../servers/pool.ts'
import { answer, bodyOf, readSettings, serve } from '../servers/serve.ts'
import { CONSUME, ISSUE } from './floor-statements.ts'

/** The minimal code with the guarantees of the API: no framework, no schema compiler, no limits, no error envelope. */
const { databaseUrl, secret, jwk, issuer, audience, expiry } = readSettings<FloorSettings>()
const pool = createPool(databaseUrl)
const key = await importJWK(jwk, 'EdDSA')

export type FloorSettings = {
  databaseUrl: string
  secret: string
  jwk: JWK
  issuer: string
  audience: string
  expiry: number
}

async function issue(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await bodyOf(request)
  const bearer = (request.headers.authorization ?? '').slice('Bearer '.length)
  const { payload } = await jwtVerify(bearer, key, { issuer, audience, algorithms: ['EdDSA'] })
  const body: { account_id?: number; event_id?: string } = JSON.parse(raw.toString())
  const token = randomBytes(32).toString('base64url')
  const values = [
    payload.sub,
    body.account_id ?? null,
    body.event_id ?? null,
    hashOf(token),
    expiry,
    ...origin(request),
  ]
  const { rows } = await pool.query<Issued>({ name: 'issue', text: ISSUE, values })
  const [row] = rows
  if (row === undefined || row.expires_at === null) return answer(response, 403, { code: row?.outcome })
  answer(response, 200, {
    session_token: token,
    expires_at: row.expires_at.toISOString(),
    account_id: Number(row.account_id),
    landing_url: `http://localhost:3002/auth/cross-app#session_token=${token}`,
  })
}

type Issued = { outcome: string; account_id: string; expires_at: Date | null }

async function validate(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const raw = await bodyOf(request)
  if (!isSigned(request, raw)) return answer(response, 401, { code: 'SIGNATURE_INVALID' })
  const { session_token: token }: { session_token: string } = JSON.parse(raw.toString())
  const values = [hashOf(token), expiry, ...origin(request)]
  const { rows } = await pool.query<Consumed>({ name: 'consume', text: CONSUME, values })
  const [row] = rows
  if (row === undefined || row.outcome !== 'ok') return answer(response, 404, { code: row?.outcome })
  answer(response, 200, describe(row))
}

type Consumed = {
  outcome: string
  email: string
  name: string
  account_id: string
  expires_at: Date
  event: object
}

function describe({ email, name, account_id, expires_at, event }: Consumed): object {
  const user = { account_id: Number(account_id), email, name }
  return { valid: true, ...user, expires_at, event, user_data: user }
}

function isSigned({ method, url, headers }: IncomingMessage, raw: Buffer): boolean {
  const timestamp = String(headers['x-tuvens-timestamp'])
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  const expected = createHmac('sha256', secret).update(`${timestamp}.${method} ${url}.`).update(raw).digest()
  const given = Buffer.from(String(headers['x-tuvens-signature']), 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The request id and the client address of the audit row. */
function origin(request: IncomingMessage): [string, string] {
  return [randomBytes(8).toString('hex'), request.socket.remoteAddress ?? '']
}

serve(
  createServer((request, response) => {
    const work = request.url === '/api/cross-app/generate-session' ? issue : validate
    work(request, response).catch((error: Error) => answer(response, 500, { message: error.message }))
  }),
)
