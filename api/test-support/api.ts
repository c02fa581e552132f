import {
  LIMITS,
  type Role,
  type SecondFactorNeeded,
  type ShownMail,
  type TokenPair,
  type TuvensEvent,
} from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { createTestDatabase } from '@tuvens/platform/test-support/database'
import type { FastifyInstance, HTTPMethods, InjectOptions, LightMyRequestResponse } from 'fastify'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Loop } from '@tuvens/platform/work'
import { expect } from 'vitest'
import { createApp } from '../src/app.ts'
import { adoptDatabase } from '../src/maintenance/after-restore.ts'
import { insertSignIn } from '../src/auth/sign-in/sign-in-store.ts'
import { hashPassword } from '../src/auth/password/passwords.ts'
import { newSecret } from '../src/auth/sign-in/start-sign-in.ts'
import { insertUserWithAccount } from '../src/auth/store.ts'
import { readConfig } from '../src/base/config.ts'
import { ENTRANCES } from '../src/base/entrances.ts'
import { startMailing } from '../src/mail/send.ts'
import { closeContext, type Context, createContext, type Overrides } from '../src/context.ts'

export const SECRET = 'a-shared-secret-of-the-tests'
/** Of the API's own address. A caller that is not on loopback must name it. */
export const HOST = 'localhost:3001'
export const SEED = Buffer.alloc(32, 7).toString('base64url')

const SETTINGS = {
  HI_EVENTS_SHARED_SECRET: SECRET,
  AUTH_SIGNING_KEYS: SEED,
  LOG_LEVEL: 'silent',
  MAILBOX: 'true',
  CORS_ORIGINS: 'https://site.example',
  // Nothing is in it until a test uploads.
  PICTURES_FOLDER: join(tmpdir(), `tuvens-pictures-${process.pid}`),
  // Far away, so that only the tests that are about limits meet them.
  ...Object.fromEntries(
    [...Object.values(LIMITS), ...Object.values(ENTRANCES)].map(({ env }) => [env, '1000000']),
  ),
}

type ServiceCall = InjectOptions & { method: HTTPMethods; url: string }
export type ApiSettings = Record<string, string>

/** One API process of the tests: the real app on a real database, reached by `inject` or over HTTP. */
export class TestApi {
  readonly app: FastifyInstance
  readonly context: Context
  private readonly mailing: Loop

  private constructor(app: FastifyInstance, context: Context) {
    this.app = app
    this.context = context
    this.mailing = startMailing(context, context.mailing)
  }

  static async start(
    databaseUrl: string,
    settings: ApiSettings = {},
    overrides: Overrides = {},
  ): Promise<TestApi> {
    const { config, secrets } = readConfig({ ...SETTINGS, DATABASE_URL: databaseUrl, ...settings })
    const context = createContext(config, secrets, overrides)
    await adoptDatabase(context)
    await context.stream.start()
    const app = await createApp(context)
    await app.ready()
    return new TestApi(app, context)
  }

  /** Listens on a free port; returns the address. */
  async listen(port = 0): Promise<string> {
    return this.app.listen({ port, host: '127.0.0.1' })
  }

  async stop(): Promise<void> {
    await this.app.close()
    await this.mailing.stop()
    await closeContext(this.context)
  }

  /** A call as a signed-in user. */
  as(user: TestUser, options: InjectOptions): Promise<LightMyRequestResponse> {
    return this.app.inject({
      ...options,
      headers: { host: HOST, ...options.headers, authorization: `Bearer ${user.token}` },
    })
  }

  /** A call as the hi.events side, signed. */
  signed(options: ServiceCall, secret = SECRET) {
    const body = options.payload === undefined ? '' : JSON.stringify(options.payload)
    const signature = signRequest([secret], { method: options.method, path: options.url, body }, Date.now())
    return this.raw(options, body, signature)
  }

  /** A call with the plain shared secret. */
  plain(options: ServiceCall, secret = SECRET) {
    const body = options.payload === undefined ? '' : JSON.stringify(options.payload)
    return this.raw(options, body, { 'x-shared-secret': secret })
  }

  /** A status webhook as the hi.events side sends it. */
  webhook(payload: object | string, secret = SECRET): Promise<LightMyRequestResponse> {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const url = '/api/webhooks/hi-events/event-status-changed'
    const signature = signRequest([secret], { method: 'POST', path: url, body }, Date.now())
    return this.raw({ method: 'POST', url }, body, signature)
  }

  private raw(
    options: ServiceCall,
    body: string,
    credential: Record<string, string>,
  ): Promise<LightMyRequestResponse> {
    const { payload: _, ...rest } = options
    const type = body === '' ? {} : { 'content-type': 'application/json' }
    const headers = { host: HOST, ...type, ...credential, ...options.headers }
    return this.app.inject({ ...rest, headers, ...(body !== '' && { payload: body }) })
  }

  /** A user with an account of their own, signed in. */
  async person(name = 'Ada Lovelace'): Promise<TestUser> {
    const email = `${randomBytes(6).toString('hex')}@example.com`
    const slug = randomBytes(6).toString('hex')
    const user = await insertUserWithAccount(
      this.context.db,
      { email, name, passwordHash: await hashOnce(), isEmailVerified: true },
      { name: `${name}'s events`, slug, slugIfTaken: slug },
    )
    const [row] = await this.context.db<{ account_id: string }[]>`
      select account_id from memberships where user_id = ${user.id}`
    return { ...user, accountId: Number(row?.account_id), token: await this.tokenOf(user.id) }
  }

  /** An access token of a new sign-in. */
  async tokenOf(userId: string): Promise<string> {
    const { hash } = newSecret(this.context)
    const where = { address: '127.0.0.1', userAgent: 'a test', idleDays: 14, maxDays: 90 }
    const started = await insertSignIn(this.context.db, { hash, userId, ...where })
    return this.context.tokens.issue({ userId, signInId: started.sign_in_id })
  }

  /** The secret in the newest mail to an address whose subject holds `words`. */
  async mailedSecret(address: string, words: string): Promise<string> {
    const read = async () => (await this.mailsTo(address)).find((mail) => mail.subject.includes(words))
    await expect.poll(read, { timeout: 60_000 }).toBeDefined()
    return /[?&]token=([\w-]{43})/.exec((await read())?.text ?? '')?.[1] ?? ''
  }

  async mailsTo(address: string): Promise<ShownMail[]> {
    const answer = await this.app.inject(`/api/mailbox?address=${encodeURIComponent(address)}`)
    return answer.json<{ mails: ShownMail[] }>().mails
  }

  /** Gives a user a role on somebody's account. */
  async join(user: TestUser, accountId: number, role: Role): Promise<void> {
    await this.context.db`
      insert into memberships (user_id, account_id, role) values (${user.id}, ${accountId}, ${role})
      on conflict (user_id, account_id) do update set role = excluded.role`
  }

  async event(owner: TestUser, fields: object = {}): Promise<TuvensEvent> {
    const payload = { ...EVENT, account_id: owner.accountId, ...fields }
    const answer = await this.as(owner, { method: 'POST', url: '/api/events', payload })
    if (answer.statusCode !== 201) throw new TypeError(`no event: ${answer.body}`)
    return answer.json<TuvensEvent>()
  }

  /** Uploads a picture for an event of the user's account. */
  upload(user: TestUser, bytes: Buffer, query = `?account_id=${user.accountId}`) {
    const headers = { 'content-type': 'application/octet-stream' }
    return this.as(user, { method: 'POST', url: `/api/pictures${query}`, payload: bytes, headers })
  }

  /** A user who signed up by the API and, unless told otherwise, confirmed the e-mail. */
  async signUp({ isVerified = true }: { isVerified?: boolean } = {}): Promise<SignedUp> {
    const email = `${randomBytes(6).toString('hex')}@example.com`
    const payload = { name: 'Grace Hopper', email, password: PASSWORD }
    const answer = await this.app.inject({ method: 'POST', url: '/api/auth/register', payload })
    if (answer.statusCode !== 201) throw new TypeError(`not registered: ${answer.body}`)
    const { user, access_token: token, refresh_token: refreshToken } = answer.json<TokenPair>()
    if (isVerified) await this.context.db`update users set email_verified_at = now() where id = ${user.id}`
    const [row] = await this.context.db<{ account_id: string }[]>`
      select account_id from memberships where user_id = ${user.id}`
    return { ...user, accountId: Number(row?.account_id), token, refreshToken, password: PASSWORD }
  }

  /** Signs in by password; returns the status, and the pair or the error code. */
  async login(email: string, password: string) {
    const payload = { email, password }
    const answer = await this.app.inject({ method: 'POST', url: '/api/auth/login', payload })
    return { status: answer.statusCode, ...answer.json<TokenPair & SecondFactorNeeded & { code?: string }>() }
  }

  /** A fresh session token. */
  async session(user: TestUser, payload: object = {}): Promise<string> {
    const answer = await this.as(user, { method: 'POST', url: '/api/cross-app/generate-session', payload })
    if (answer.statusCode !== 200) throw new TypeError(`no session: ${answer.body}`)
    return answer.json<{ session_token: string }>().session_token
  }

  /** The token of a session that was validated. */
  async usedSession(user: TestUser, request: object = {}): Promise<string> {
    const token = await this.session(user, request)
    const payload = { session_token: token }
    const answer = await this.signed({ method: 'POST', url: '/api/cross-app/validate-session', payload })
    if (answer.statusCode !== 200) throw new TypeError(`not validated: ${answer.body}`)
    return token
  }
}

export const PASSWORD = 'correct horse battery'
let hashed: Promise<string> | undefined
/** The hash of PASSWORD: making one takes a while. */
const hashOnce = () => (hashed ??= hashPassword(PASSWORD))

export type SignedUp = TestUser & { refreshToken: string; password: string }
export type TestUser = { id: string; email: string; name: string; accountId: number; token: string }

export const EVENT = {
  title: 'Jazz in the Park',
  description: 'An evening outside.',
  startDate: '2030-06-01T18:00:00.000Z',
  endDate: '2030-06-01T22:00:00.000Z',
  timezone: 'Europe/Amsterdam',
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>

/** A database of the test file's own and one API on it. */
export async function startWorld(settings: ApiSettings = {}, overrides: Overrides = {}) {
  const database = await createTestDatabase('api')
  const api = await TestApi.start(database.url, settings, overrides)
  return {
    api,
    database,
    end: async () => {
      await api.stop()
      await database.drop()
    },
  }
}

let sent = Date.parse('2026-01-01T12:00:00.000Z')

/** A status message; each is sent a millisecond after the one before. */
export function statusMessage(eventId: string, hiEventsEventId: number, status: string, sentAt?: string) {
  const event_sent_at = sentAt ?? new Date(sent++).toISOString()
  const payload = { id: hiEventsEventId, title: 'Jazz', status, tuvens_event_id: eventId }
  return { event_type: 'event.status_changed', event_sent_at, payload }
}
