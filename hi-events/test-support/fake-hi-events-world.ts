import { signNativeWebhook } from '@tuvens/contract/signatures'
import { createHmac, randomBytes } from 'node:crypto'
import { writeAnswer } from './fake-dates.ts'
import type { FakeEvent } from './fake-shop.ts'

export type FakeUser = { id: number; email: string; password: string; name: string; accountIds: number[] }
export type FakeOrganizer = { id: number; accountId: number; name: string; email: string; status: string }
export type FakeWebhook = {
  id: number
  organizerId: number
  url: string
  event_types: string[]
  status: string
  secret: string
}

/** What the fake knows, open to tests. */
export type FakeWorld = {
  users: FakeUser[]
  organizers: FakeOrganizer[]
  webhooks: FakeWebhook[]
  events: FakeEvent[]
  orders: Record<string, unknown>[]
  tokens: Map<string, { userId: number; accountId: number }>
  /** How long its tokens say that they are valid. */
  tokenSeconds: number
  nextId: number
  /** How far its clock is behind ours. */
  lateMs: number
  /** The key of tokens that others sign; without it only its own are taken. */
  jwtSecret: string | null
  /** Whether it is the version whose events have several dates. */
  hasDates: boolean
  /** Whether its tokens name only their user. */
  hasBareTokens: boolean
}

export function eventOf(world: FakeWorld, id: number): FakeEvent {
  const event = world.events.find((each) => each.id === id)
  if (event === undefined) throw new TypeError(`There is no event ${id}`)
  return event
}

export async function deliver(
  world: FakeWorld,
  event: FakeEvent,
  { type, payload }: { type: string; payload: Record<string, unknown> | undefined },
): Promise<number[]> {
  const raw = JSON.stringify({
    event_type: type,
    event_sent_at: new Date().toISOString().replace(/\.\d+Z/, '+00:00'),
    payload: payload ?? writeAnswer(world, event),
  }).replaceAll('/', '\\/')
  const hooks = world.webhooks.filter(
    (each) =>
      each.organizerId === event.organizerId && each.status === 'ENABLED' && each.event_types.includes(type),
  )
  return Promise.all(
    hooks.map(async ({ url, secret }) => {
      const headers = {
        'content-type': 'application/json',
        'x-webhook-source': 'Hi.Events',
        signature: signNativeWebhook(secret, raw),
      }
      const signal = AbortSignal.timeout(3000)
      return (await fetch(url, { method: 'POST', headers, body: raw, signal })).status
    }),
  )
}

export function signUp(
  world: FakeWorld,
  { email, password, accounts }: { email: string; password: string; accounts: number },
) {
  const accountIds = Array.from({ length: accounts }, () => world.nextId++)
  const name = email.split('@')[0] ?? ''
  const user = { id: world.nextId++, email: email.toLowerCase(), password, name, accountIds }
  world.users.push(user)
  return issue(world, user, accountIds[0] ?? 0)
}

export function issue(world: FakeWorld, user: FakeUser, accountId: number): string {
  const claims = {
    sub: String(user.id),
    ...(!world.hasBareTokens && { account_id: accountId, role: 'ADMIN' }),
    exp: Math.floor(Date.now() / 1000) + world.tokenSeconds,
    jti: randomBytes(12).toString('hex'),
  }
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`
  world.tokens.set(token, { userId: user.id, accountId })
  return token
}

/** Who a token is that was made with the installation's own secret. */
export function loginOfSigned({ jwtSecret, users }: FakeWorld, token: string) {
  const [head = '', body = '', signature] = token.split('.')
  if (jwtSecret === null) return undefined
  const due = createHmac('sha256', jwtSecret).update(`${head}.${body}`).digest('base64url')
  if (signature !== due) return undefined
  const { sub, account_id } = JSON.parse(Buffer.from(body, 'base64url').toString())
  const user = users.find((each) => each.id === Number(sub))
  return user?.accountIds.includes(Number(account_id))
    ? { userId: user.id, accountId: Number(account_id) }
    : undefined
}
