import { createHmac, randomBytes } from 'node:crypto'
import { isRecord } from '../src/rest/fields.ts'
import { readSecrets, type Recording } from './recording.ts'

export type ReplayResponse = { status: number; headers: Headers; body: unknown }
export type ReplayOptions = {
  api: string
  /** When the recording was made. */
  recordedAt: string
  /** Signs tokens in place of the recorded ones that were made outside; null when the server's key is not known. */
  jwtSecret: string | null
}

/** What an id in a path or a field belongs to. */
const KINDS: Readonly<Record<string, string>> = {
  events: 'event',
  organizers: 'organizer',
  webhooks: 'webhook',
  products: 'product',
  'product-categories': 'category',
  product_categories: 'category',
  product_category_id: 'category',
  'taxes-and-fees': 'tax',
  tax_and_fee_ids: 'tax',
  accounts: 'account',
  orders: 'order',
  prices: 'price',
  price_id: 'price',
  occurrences: 'occurrence',
  event_occurrence_id: 'occurrence',
  product_price_id: 'price',
}
const TEXTS = ['short_id', 'session_identifier', 'token']
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const TOKEN = /ey[\w-]+\.[\w-]+\.[\w-]+/

/**
 * Makes recorded requests again. Another run has other ids, tokens and times: each answer is laid beside the recorded
 * one to map recorded ids to new ones, and later requests contain the new ones.
 */
export class Replay {
  private readonly options: ReplayOptions
  private readonly shift: number
  private readonly ids = new Map<string, number>()
  private readonly texts = new Map<string, string>()

  constructor(options: ReplayOptions) {
    this.options = options
    this.shift = Date.now() - Date.parse(options.recordedAt)
  }

  /** Sets which text of this run replaces a recorded one, such as an e-mail address. */
  mapText(recorded: string, actual: string): void {
    this.texts.set(recorded, actual)
  }

  mapId(kind: string, recorded: number, actual: number): void {
    this.ids.set(`${kind} ${recorded}`, actual)
  }

  id(kind: string, recorded: number): number {
    return this.ids.get(`${kind} ${recorded}`) ?? recorded
  }

  async play({ request, response }: Recording, extra: Record<string, string> = {}): Promise<ReplayResponse> {
    const path = this.pathOf(request.path)
    const answer = await this.call(request.method, path, {
      headers: { ...this.headersOf(request.headers), ...extra },
      body: request.body === undefined ? undefined : this.translate(request.body),
    })
    this.learn(response.body, answer.body, kindOfPath(request.path))
    const token = answer.headers.get('x-auth-token')
    const recorded = response.headers['x-auth-token']
    if (token !== null && typeof recorded === 'string') this.mapText(recorded, token)
    return answer
  }

  /** A call that was not recorded, such as what led to a recorded state. */
  async call(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<ReplayResponse> {
    const answer = await fetch(this.options.api + path, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.startsWith('application/json')
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text }
  }

  private pathOf(path: string): string {
    const written = path.replaceAll(/\/([a-z-]+)\/(\d+)/g, (whole, name: string, id: string) => {
      const kind = KINDS[name]
      return kind === undefined ? whole : `/${name}/${this.id(kind, Number(id))}`
    })
    const dated = written.replaceAll(
      /event_occurrence_id=(\d+)/g,
      (_whole, id: string) => `event_occurrence_id=${this.id('occurrence', Number(id))}`,
    )
    return this.text(dated)
  }

  private headersOf(headers: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, this.text(this.token(value))]),
    )
  }

  /** A token that the server did not issue is signed again, for the user and time of this run. */
  private token(header: string): string {
    const token = TOKEN.exec(header)?.[0]
    if (token === undefined || this.texts.has(token)) return header
    return header.replace(token, this.signLike(token))
  }

  private signLike(token: string): string {
    const [head = '', payload = '', signature] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const genuine = sign(`${head}.${payload}`, readSecrets().jwt_secret) === signature
    // Relative to this call, not to the start of the run: one recorded token is only seconds ahead.
    const seconds = Math.floor((Date.now() - Date.parse(this.options.recordedAt)) / 1000)
    const shifted = ['iat', 'nbf', 'exp'].map((name) => [name, Number(claims[name]) + seconds])
    const account =
      typeof claims['account_id'] === 'number' ? { account_id: this.id('account', claims['account_id']) } : {}
    const sub = String(this.id('user', Number(claims['sub'])))
    const fresh = {
      ...claims,
      ...Object.fromEntries(shifted),
      ...account,
      sub,
      jti: randomBytes(8).toString('hex'),
    }
    const body = `${head}.${Buffer.from(JSON.stringify(fresh)).toString('base64url')}`
    return `${body}.${sign(body, genuine ? (this.options.jwtSecret ?? '') : 'not the key of that server')}`
  }

  /** Replaces recorded ids, secrets and tokens in a text with those of this run. */
  text(text: string): string {
    let written = text
    for (const [recorded, actual] of this.texts) written = written.replaceAll(recorded, actual)
    return written
  }

  private translate(value: unknown, key = ''): unknown {
    if (Array.isArray(value)) return value.map((each) => this.translate(each, key))
    if (isRecord(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, this.translate(each, name)]),
      )
    if (typeof value === 'number') return this.translateId(key, value)
    if (typeof value !== 'string') return value
    return DATE.test(value) ? new Date(Date.parse(value) + this.shift).toISOString() : this.text(value)
  }

  private translateId(key: string, value: number): number {
    const kind = KINDS[key] ?? /^(\w+)_id$/.exec(key)?.[1]
    return kind === undefined ? value : this.id(kind, value)
  }

  private learn(recorded: unknown, actual: unknown, kind: string): void {
    if (Array.isArray(recorded) && Array.isArray(actual)) {
      for (const [index, each] of recorded.entries()) this.learn(each, actual[index], kind)
    }
    if (!isRecord(recorded) || !isRecord(actual)) return
    for (const [key, value] of Object.entries(recorded)) this.learnField(key, [value, actual[key]], kind)
  }

  private learnField(key: string, [recorded, actual]: [unknown, unknown], kind: string): void {
    const own =
      key === 'id' ? kind : (KINDS[key] ?? /^(\w+)_id$/.exec(key)?.[1] ?? (key === 'data' ? kind : key))
    if (typeof recorded === 'number' && typeof actual === 'number' && /(^|_)id$/.test(key))
      this.mapId(own, recorded, actual)
    else if (typeof recorded === 'string' && typeof actual === 'string' && TEXTS.includes(key))
      this.mapText(recorded, actual)
    else this.learn(recorded, actual, own)
  }
}

/** The kind of thing a path responds with: its last part that names one. */
function kindOfPath(path: string): string {
  const names = path.split(/[/?]/).filter((each) => each in KINDS)
  if (path.startsWith('/users')) return 'user'
  return path.startsWith('/auth/register') ? 'account' : (KINDS[names.at(-1) ?? ''] ?? 'thing')
}

function sign(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
