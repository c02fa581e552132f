import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where hostile clients go, and how many of them. */
export type AttackSettings = {
  api: string
  tickets: string
  /** E-mail of a user whose password is guessed. */
  target: string
  clients: number
}

/** Responses since the last report, by status; 0 for a connection that was closed. */
export type AttackReport = Record<string, number>

const [SLOW_BODIES, STREAMS] = [12, 12]
const PAUSE_MS = 500
const DOTS = 15_500
/** Of a slow body: bytes a second are far below what is accepted. */
const DRIP_MS = 2_000

const settings: AttackSettings = JSON.parse(process.env['BENCH_SETTINGS'] ?? '{}')
const counts: AttackReport = {}
const count = (status: number) => (counts[status] = (counts[status] ?? 0) + 1)

/** Every client has a loopback address of its own. */
const addressOf = (client: number) => `127.0.0.${client + 2}`

type Send = {
  url: string
  client: number
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Resolves with the status when the response ends, and counts it. */
function send({ url, client, method = 'GET', headers = {}, body }: Send): Promise<void> {
  return new Promise((resolve) => {
    const done = (status: number) => {
      count(status)
      resolve()
    }
    const sent = request(url.replace('localhost', '127.0.0.1'), {
      method,
      localAddress: addressOf(client),
      agent: false,
      headers: { host: new URL(url).host, ...headers },
    })
    sent.on('response', (response) => {
      response.resume().on('close', () => done(response.statusCode ?? 0))
    })
    sent.on('error', () => done(0))
    if (body !== undefined) return sent.end(body)
    if (method !== 'POST') return sent.end()
    // A slow body.
    const timer = setInterval(() => sent.write('x'), DRIP_MS)
    sent.on('close', () => clearInterval(timer)).write('x')
    return undefined
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }
const { api, tickets, target, clients } = settings

const attacks: ((client: number) => Promise<void>)[] = [
  // A wrong password, for a known user and for unknown ones in turn.
  (client) => {
    const email = Math.random() < 0.2 ? target : `${randomBytes(6).toString('hex')}@example.com`
    const body = JSON.stringify({ email, password: 'not the password' })
    return send({
      url: `${api}/api/auth/login`,
      client,
      method: 'POST',
      headers: JSON_TYPE,
      body,
    })
  },
  // A token of the right form that nobody issued.
  (client) => {
    const body = JSON.stringify({ session_token: randomBytes(32).toString('base64url') })
    const url = `${tickets}/api/auth/cross-app/validate`
    return send({ url, client, method: 'POST', headers: JSON_TYPE, body })
  },
  // What makes a backtracking regular expression slow.
  (client) => send({ url: `${tickets}/a${'.'.repeat(DOTS)}b%20c`, client }),
]

/** Repeats an attack without end, in as many places as one client can. */
async function repeat(attack: () => Promise<void>): Promise<void> {
  for (;;) {
    await attack()
    await sleep(PAUSE_MS)
  }
}

for (let client = 0; client < clients; client++) {
  for (const attack of attacks) void repeat(() => attack(client))
  const headers = { ...JSON_TYPE, 'content-length': '100000' }
  for (let at = 0; at < SLOW_BODIES; at++) {
    const url = at % 2 === 0 ? `${tickets}/api/public/events/1/order` : `${api}/api/auth/login`
    void repeat(() => send({ url, client, method: 'POST', headers }))
  }
  for (let at = 0; at < STREAMS; at++) void repeat(() => send({ url: `${api}/api/events/updates`, client }))
}

process.on('message', () => {
  process.send?.(counts)
  for (const status of Object.keys(counts)) delete counts[status]
})
process.send?.({})
