import { randomBytes } from 'node:crypto'
import { missing, misplaced, ok, refused } from './fake-answers.ts'
import { publicAnswer, readAnswer } from './fake-dates.ts'
import { createEvent, listEvents, replaceEvent, type SignedIn } from './fake-events.ts'
import { type FakeEvent, orderAnswer, publicEventOf, waitingAnswer } from './fake-shop.ts'
import { type FakeResponse, type FakeRequest, startFake } from './server.ts'
import { deliver, eventOf, issue, loginOfSigned, signUp, type FakeWorld } from './fake-hi-events-world.ts'

export type FakeHiEvents = Awaited<ReturnType<typeof startHiEvents>>

/** A Hi.Events as the recordings show it (spec 3), for tests of the ticket origin alone. */
export async function startHiEvents() {
  const world: FakeWorld = {
    users: [],
    organizers: [],
    webhooks: [],
    events: [],
    orders: [],
    tokens: new Map(),
    tokenSeconds: 604_800,
    nextId: 1,
    lateMs: 0,
    jwtSecret: null,
    hasDates: false,
    hasBareTokens: false,
  }
  /** Pages of its front end. */
  const pages = new Map<string, string>()
  const server = await startFake((request) => {
    const page = pages.get(request.path)
    const headers = { 'content-type': 'text/html' }
    return page === undefined ? route(world, request) : { status: 200, body: page, headers }
  })
  const fake = Object.assign(server, {
    world,
    pages,
    /** How long after its webhook a change can be read. */
    commitDelayMs: 0,
    /** Whether webhooks are sent at all. */
    isSilent: false,
    /** A login of somebody's own. @returns its JWT */
    signUp: (email: string, password: string, accounts = 1) => signUp(world, { email, password, accounts }),
    deliver: (event: FakeEvent, type: string, payload?: Record<string, unknown>): Promise<number[]> =>
      fake.isSilent ? Promise.resolve([]) : deliver(world, event, { type, payload }),
    /** What its organiser clicks; the webhook goes out before the new state can be read. */
    setStatus: async (eventId: number, status: string): Promise<void> => {
      const event = eventOf(world, eventId)
      await fake.deliver({ ...event, status }, status === 'ARCHIVED' ? 'event.archived' : 'event.updated')
      if (fake.commitDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, fake.commitDelayMs))
      event.status = status
    },
  })
  return fake
}

const unauthenticated: FakeResponse = { status: 401, body: { message: 'Unauthenticated.' } }
function route(world: FakeWorld, request: FakeRequest): FakeResponse {
  const path = request.path.replace(/^\/api/, '')
  if (path.startsWith('/storage/'))
    return { status: 200, body: Buffer.from(path), headers: { 'content-type': 'image/jpeg' } }
  const anonymous = routeAnonymous(world, request, path)
  if (anonymous !== null) return anonymous
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const login = world.tokens.get(token ?? '') ?? loginOfSigned(world, token ?? '')
  if (login === undefined) return unauthenticated
  if (path === '/auth/logout') {
    world.tokens.delete(token ?? '')
    const headers = { 'set-cookie': 'token=deleted; max-age=0; path=/; httponly; samesite=lax' }
    return { status: 200, body: { message: 'Logout Successful' }, headers }
  }
  if (path === '/auth/refresh') return refresh(world, token ?? '', login)
  return routeSignedIn(world, { request, path, ...login })
}

function routeAnonymous(
  world: FakeWorld,
  { method, body, query }: FakeRequest,
  path: string,
): FakeResponse | null {
  if (path === '/auth/register') return register(world, body)
  if (path === '/auth/login') return login(world, body)
  const [, id, rest] = /^\/public\/events\/(\d+)(?:\/(.+))?$/.exec(path) ?? []
  if (id === undefined) return null
  const event = world.events.find((each) => each.id === Number(id))
  if (rest === undefined)
    return event?.status === 'LIVE'
      ? ok(publicEventOf(event, publicAnswer(world, event), Number(query.get('event_occurrence_id'))))
      : { status: 404, body: '', headers: { 'content-type': 'text/html' } }
  const [, code] = /^promo-codes\/(.+)$/.exec(rest) ?? []
  if (code !== undefined)
    return { status: 200, body: { valid: event?.codes?.includes(decodeURIComponent(code)) === true } }
  if (method === 'POST' && rest === 'waitlist') return waitingAnswer(event, body)
  if (method !== 'POST' || rest !== 'order') return null
  world.orders.push(body)
  return orderAnswer(world, event, body)
}

function register(world: FakeWorld, body: Record<string, unknown>): FakeResponse {
  const email = String(body['email']).toLowerCase()
  if (world.users.some((each) => each.email === email)) {
    return refused('email', 'There is already an account associated with this email. Please log in instead.')
  }
  const bad = misplaced(body, 'currency_code')
  if (bad !== null) return bad
  const token = signUp(world, { email, password: String(body['password']), accounts: 1 })
  const user = world.users.at(-1)
  if (user !== undefined) user.name = [body['first_name'], body['last_name']].filter(Boolean).join(' ')
  return {
    status: 201,
    body: { data: { id: user?.accountIds[0], name: user?.name } },
    headers: { 'x-auth-token': token },
  }
}

function login(world: FakeWorld, body: Record<string, unknown>): FakeResponse {
  const user = world.users.find((each) => each.email === String(body['email']).toLowerCase())
  if (user === undefined || user.password !== body['password']) {
    return { status: 401, body: { message: 'Username or Password are incorrect', errors: [] } }
  }
  const asked = body['account_id'] === undefined ? undefined : Number(body['account_id'])
  const accounts = user.accountIds.map((id) => ({ id, name: `Account ${id}` }))
  if (asked === undefined && user.accountIds.length > 1)
    return { status: 200, body: { token: null, accounts } }
  const accountId = asked ?? user.accountIds[0] ?? 0
  return signedIn(issue(world, user, accountId), accounts)
}

/** As Hi.Events sends a token: in the body, in a header and as a cookie. */
function signedIn(token: string, accounts: object[]): FakeResponse {
  const headers = {
    'x-auth-token': token,
    'set-cookie': `token=${token}; path=/; secure; httponly; samesite=none`,
  }
  return { status: 200, body: { token, token_type: 'bearer', expires_in: 604_800, accounts }, headers }
}

/** The old token is refused from then on. */
function refresh(
  world: FakeWorld,
  token: string,
  login: { userId: number; accountId: number },
): FakeResponse {
  const user = world.users.find((each) => each.id === login.userId)
  if (user === undefined) return unauthenticated
  world.tokens.delete(token)
  return signedIn(issue(world, user, login.accountId), [])
}

function routeSignedIn(world: FakeWorld, call: SignedIn): FakeResponse {
  const { path, request, accountId } = call
  if (path === '/users/me') return request.method === 'PUT' ? changePassword(world, call) : me(world, call)
  if (path === '/organizers') return organizers(world, call)
  const hooks = /^\/organizers\/(\d+)\/webhooks(?:\/(\d+))?$/.exec(path)
  if (hooks !== null) return webhooks(world, { request, organizerId: Number(hooks[1]), id: Number(hooks[2]) })
  if (path === '/events')
    return request.method === 'POST' ? createEvent(world, call) : listEvents(world, call)
  const pictures = /^\/events\/(\d+)\/images(?:\/(\d+))?$/.exec(path)
  if (pictures !== null)
    return images(world, { request, eventId: Number(pictures[1]), id: Number(pictures[2]) })
  const one = /^\/events\/(\d+)(\/settings|\/status)?$/.exec(path)
  const event = world.events.find((each) => each.id === Number(one?.[1]) && each.accountId === accountId)
  if (event === undefined) return missing
  if (one?.[2] === undefined)
    return request.method === 'PUT'
      ? replaceEvent(world, event, request.body)
      : ok({ ...readAnswer(world, event), product_categories: publicEventOf(event, {}).product_categories })
  if (one?.[2] === '/status') {
    event.status = String(request.body['status'])
    return ok(readAnswer(world, event))
  }
  if (request.method === 'PATCH') Object.assign(event.settings, request.body)
  return ok(event.settings)
}

/** As its source reads: a new cover replaces the one before, and gets the name of the file with five letters more. */
function images(
  world: FakeWorld,
  { request, eventId, id }: { request: FakeRequest; eventId: number; id: number },
): FakeResponse {
  const event = world.events.find((each) => each.id === eventId)
  if (event === undefined) return missing
  if (request.method === 'DELETE') {
    event.images = event.images.filter((each) => each.id !== id)
    return { status: 204 }
  }
  const [, name = ''] = /filename="([^"]+)"/.exec(request.raw) ?? []
  if (request.raw.includes('refuse me')) return refused('image', 'The image has invalid image dimensions.')
  const file_name = `${name.replaceAll('.', '')}-aBcDe.jpg`
  const host = request.headers.host ?? ''
  const image = {
    id: world.nextId++,
    url: `http://${host}/storage/${file_name}`,
    file_name,
    type: 'EVENT_COVER',
  }
  event.images = [image]
  return ok(image)
}

function me(world: FakeWorld, { userId, accountId }: SignedIn): FakeResponse {
  const user = world.users.find((each) => each.id === userId)
  const data = { id: userId, email: user?.email, full_name: user?.name, account_id: accountId, role: 'ADMIN' }
  return ok(data)
}

function changePassword(world: FakeWorld, call: SignedIn): FakeResponse {
  const { current_password, password, password_confirmation } = call.request.body
  const user = world.users.find((each) => each.id === call.userId)
  if (user === undefined || user.password !== current_password || password !== password_confirmation)
    return refused('current_password', 'Current password is invalid')
  user.password = String(password)
  return me(world, call)
}

function organizers(world: FakeWorld, { request, accountId }: SignedIn): FakeResponse {
  if (request.method === 'GET') {
    return ok(world.organizers.filter((each) => each.accountId === accountId))
  }
  const { name, email } = request.body
  const bad = misplaced(request.body, 'currency')
  if (bad !== null) return bad
  if (Array.from(String(name)).length > 100)
    return refused('name', 'The name field must not be greater than 100 characters.')
  const id = world.nextId++
  const organizer = { id, accountId, name: String(name), email: String(email), status: 'DRAFT' }
  world.organizers.push(organizer)
  return { status: 201, body: { data: organizer } }
}

function webhooks(
  world: FakeWorld,
  call: { request: FakeRequest; organizerId: number; id: number },
): FakeResponse {
  const { request, organizerId, id } = call
  if (!world.organizers.some((each) => each.id === organizerId)) return missing
  const own = world.webhooks.filter((each) => each.organizerId === organizerId)
  if (request.method === 'GET') {
    return ok(own.map(({ secret: _secret, ...shown }) => shown))
  }
  if (request.method === 'DELETE') {
    world.webhooks = world.webhooks.filter((each) => each.id !== id)
    return { status: 204 }
  }
  const { url, event_types } = request.body as { url: string; event_types: string[] }
  const changed = own.find((each) => each.id === id)
  if (request.method === 'PUT') {
    if (changed === undefined) return missing
    Object.assign(changed, { url, event_types, status: String(request.body['status']) })
    const { secret: _secret, ...shown } = changed
    return ok(shown)
  }
  if (url.includes('//10.'))
    return refused('url', 'The url cannot point to private or internal IP addresses.')
  const secret = randomBytes(16).toString('hex')
  const webhook = { id: world.nextId++, organizerId, url, event_types, status: 'ENABLED', secret }
  world.webhooks.push(webhook)
  return ok(webhook)
}
