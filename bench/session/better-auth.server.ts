import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { oneTimeToken } from 'better-auth/plugins/one-time-token'
import { createServer } from 'node:http'
import { createPool } from '../servers/pool.ts'
import { readSettings, serve } from '../servers/serve.ts'

const { databaseUrl, secret, minutes } = readSettings<BetterAuthSettings>()

export type BetterAuthSettings = { databaseUrl: string; secret: string; minutes: number }

/**
 * The one-time-token plugin in its fastest configuration: no limits, no log, no origin checks, sessions read from the signed cookie
 * and not from the database, no cookie set on verification. It stores only the hash of a token, as our API does.
 */
const auth = betterAuth({
  baseURL: 'http://localhost',
  secret,
  database: createPool(databaseUrl),
  emailAndPassword: { enabled: true },
  session: { cookieCache: { enabled: true, maxAge: 3600 } },
  rateLimit: { enabled: false },
  logger: { disabled: true },
  telemetry: { enabled: false },
  advanced: { disableCSRFCheck: true, disableOriginCheck: true },
  plugins: [oneTimeToken({ expiresIn: minutes, storeToken: 'hashed', disableSetSessionCookie: true })],
})

const { runMigrations } = await getMigrations(auth.options)
await runMigrations()
const handle = toNodeHandler(auth)
serve(createServer((request, response) => void handle(request, response)))
