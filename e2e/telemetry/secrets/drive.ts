import type { System } from '../../harness/system.ts'
import { type Call, callerOf } from './call.ts'
import { addMark, EMAIL, mark, type Marks, tokenMark } from './marks.ts'

/** An organiser, an event of theirs with tickets, and what they are signed in with. */
export type MarkedPerson = {
  email: string
  password: string
  eventId: string
  hiEventId: number
  productId: number
  priceId: number
}

export type Callers = { site: Call; api: Call; console: Call; tickets: Call; boxOffice: Call }

export function callersOf({ direct, urls }: System, marks: Marks, consolePort: number): Callers {
  const console = `http://127.0.0.1:${consolePort}`
  return {
    site: callerOf(marks, direct.site, urls.site),
    api: callerOf(marks, direct.api, urls.api),
    console: callerOf(marks, console, console),
    tickets: callerOf(marks, direct.tickets, urls.tickets),
    boxOffice: callerOf(marks, direct.boxOffice, urls.tickets),
  }
}

/** A person whom nothing knows yet. */
export function strangerOf(marks: Marks): { email: string; password: string } {
  const email = `${mark('person')}@secret-mail.example`
  const password = mark('pass phrase').replaceAll('-', ' ')
  addMark(marks, EMAIL, email)
  addMark(marks, 'password', password)
  return { email, password }
}

/** Every way on which people and services send secrets, once. What is answered does not matter. */
export async function sendSecrets(callers: Callers, marks: Marks, person: MarkedPerson): Promise<void> {
  const signedIn = await callers.api('/api/auth/login', {
    json: { email: person.email, password: person.password },
  })
  const bearer = { authorization: `Bearer ${fieldOf(signedIn.body, 'access_token')}` }
  await sendToConsole(callers.console, marks)
  await enter(callers, bearer, person)
  await sendFromPlatform(callers.api, bearer, marks)
  await sendToSite(callers.site, marks, person)
  await sendToTickets(callers.tickets, marks, person)
  await sendToBoxOffice(callers.boxOffice, marks, person)
  await sendToBoxOffice((path, sent) => callers.tickets(path, sent), marks, person)
}

/** The value of a field in JSON. */
const fieldOf = (body: string, name: string) => new RegExp(`"${name}":"?([^",}]+)`).exec(body)?.[1] ?? ''

/** What the servers of a platform send: a key that works, one that nobody has, and keys where they do not belong. */
async function sendFromPlatform(api: Call, bearer: Record<string, string>, marks: Marks): Promise<void> {
  const me = await api('/api/auth/me', { headers: bearer })
  const keys = `/api/accounts/${fieldOf(me.body, 'account_id')}/api-keys`
  const json = { name: 'Marked', scopes: ['events:write', 'sessions:create'] }
  const made = await api(keys, { json, headers: bearer })
  const wrong = `tvk_live_${'aBcDeFg'.repeat(7)}`
  addMark(marks, 'API key', wrong)
  const { email } = strangerOf(marks)
  const user = { id: 'user-1', email, name: 'Marked Person' }
  for (const key of [fieldOf(made.body, 'secret') || tokenMark(), wrong]) {
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': tokenMark() }
    const event = { title: 'Marked', startDate: '2030-06-01T18:00:00.000Z', timezone: 'UTC' }
    await api('/api/platform/events/marked', { method: 'PUT', json: event, headers })
    const session = { user, external_id: 'marked', code_challenge: 'c'.repeat(43) }
    await api('/api/platform/sessions', { json: session, headers })
    await api(`/api/platform/key?key=${key}`, { headers })
    await api(`/api/platform/events/${key}`, { headers })
  }
}

async function sendToConsole(console: Call, marks: Marks): Promise<void> {
  const [token] = [...marks].find(([, kind]) => kind === 'operator') ?? ['']
  const wrong = tokenMark()
  addMark(marks, 'token of an operator', wrong)
  for (const each of [token, wrong]) {
    const { cookie } = await console('/sign-in', { form: { token: each } })
    for (const headers of [{ cookie }, { authorization: `Bearer ${each}` }])
      for (const path of ['/', '/deliveries', '/links', '/sessions', '/audit', `/${each}?token=${each}`])
        await console(path, { headers: { ...headers, accept: 'text/html' } })
  }
}

/** A click on Enable ticketing, the landing, and what the organiser does in the ticket system then. */
async function enter({ api, tickets }: Callers, bearer: Record<string, string>, person: MarkedPerson) {
  const { hiEventId, eventId: event_id, email } = person
  const { headers, cookie } = await tickets(`/auth/cross-app/start?event_id=${event_id}`)
  const code_challenge = new URL(headers.location ?? '/', 'http://x').searchParams.get('code_challenge') ?? ''
  const json = { event_id, code_challenge }
  const issued = await api('/api/cross-app/generate-session', { json, headers: bearer })
  const session_token = fieldOf(issued.body, 'session_token') || tokenMark()
  const landing = { json: { session_token, code_challenge }, headers: { cookie } }
  const landed = await tickets('/api/auth/cross-app/validate', landing)
  await tickets('/api/auth/cross-app/validate', landing)
  const own = { headers: { cookie: `${cookie}; ${landed.cookie}` } }
  const foreign = { email: `other.${email}`, password: person.password }
  await tickets('/auth/cross-app/sign-in', { form: foreign, ...own })
  for (const path of [
    '/api/users/me',
    `/api/events/${hiEventId}`,
    '/manage/events',
    '/auth/cross-app/choose',
  ])
    await tickets(path, own)
  const changed = { current_password: person.password, password: foreign.password }
  await tickets('/api/users/me', { method: 'PUT', json: changed, ...own })
  await tickets(`/api/events/${hiEventId}/status`, { method: 'PUT', json: { status: 'LIVE' }, ...own })
  await tickets('/api/auth/logout', { json: {}, ...own })
}

async function sendToSite(site: Call, marks: Marks, person: MarkedPerson): Promise<void> {
  const stranger = strangerOf(marks)
  const token = tokenMark()
  addMark(marks, 'token of a link', token)
  const signUp = { name: 'Marked Person', account_name: 'Marked', ...stranger }
  const { cookie } = await site('/sign-in', { form: { email: person.email, password: person.password } })
  const signedIn = { headers: { cookie } }
  await site('/sign-up', { form: signUp })
  await site('/sign-up', { form: signUp })
  await site('/sign-in', { form: { email: person.email, password: stranger.password } })
  await site('/sign-in/code', {
    form: { code: '123456' },
    headers: { cookie: `tuvens-second-step=${token}` },
  })
  await site('/forgot-password', { form: { email: person.email } })
  for (const page of ['reset-password', 'verify-email', 'invitation']) {
    await site(`/${page}?token=${token}`, signedIn)
    const form = { token, password: stranger.password }
    await site(`/${page}${page === 'verify-email' ? '?/confirm' : page === 'invitation' ? '?/accept' : ''}`, {
      form,
      ...signedIn,
    })
  }
  for (const path of ['/', '/my-events', '/account', '/team', `/event/${person.eventId}`]) {
    await site(path, { headers: { cookie, accept: 'text/html' } })
    await site(path, {
      headers: { cookie: `tuvens-access=${token}; tuvens-refresh=${token}`, accept: 'text/html' },
    })
  }
  await site('/account/password', {
    form: { current: person.password, password: stranger.password },
    ...signedIn,
  })
  await site('/account/email', { form: { email: stranger.email, password: stranger.password }, ...signedIn })
  await site(`/event/${person.eventId}/enter`, { form: {}, ...signedIn })
  await site('/api/cross-app/generate-session', { json: { event_id: person.eventId }, ...signedIn })
  await site(`/events/hi-events/callback?event_id=${person.eventId}&session_token=${token}`, signedIn)
  await site(`/mailbox?address=${encodeURIComponent(person.email)}`, signedIn)
  await site(`/${token}/${encodeURIComponent(person.email)}?token=${token}`, signedIn)
  await site('/sign-in', { raw: `{"password":"${stranger.password}"`, ...signedIn })
}

async function sendToTickets(tickets: Call, marks: Marks, person: MarkedPerson): Promise<void> {
  const token = tokenMark()
  const stranger = strangerOf(marks)
  addMark(marks, 'session token', token)
  const { cookie } = await tickets(`/auth/cross-app/start?event_id=${person.eventId}`)
  const json = { session_token: token, code_challenge: tokenMark() }
  await tickets('/api/auth/cross-app/validate', { json, headers: { cookie } })
  await tickets('/api/auth/cross-app/validate', { raw: JSON.stringify(json).slice(0, -1) })
  await tickets(`/auth/cross-app?session_token=${token}`, { headers: { cookie: `token=${token}` } })
  await tickets('/auth/cross-app/sign-in', {
    form: { ...stranger },
    headers: { cookie: `${cookie}; token=${token}` },
  })
  await tickets(`/auth/cross-app/${token}/${encodeURIComponent(stranger.email)}`)
  await tickets('/api/cross-app/user-accounts', { headers: { 'x-session-token': token } })
  await tickets('/hooks/hi-events/no-such-tenant', {
    json: { event_type: 'event.updated', payload: { email: stranger.email, token } },
    headers: { signature: token },
  })
  await tickets(`/api/service/links/${person.eventId}/details`, {
    method: 'PUT',
    json: { email: stranger.email, token },
    headers: { 'x-tuvens-signature': token, 'x-tuvens-timestamp': '1' },
  })
  await tickets(`/embed/${person.hiEventId}?promo=${token}`)
  for (const sent of [{ cookie: `token=${token}` }, { authorization: `Bearer ${token}` }])
    for (const path of ['/api/users/me', `/api/events/${person.hiEventId}`, '/manage/events'])
      await tickets(path, { headers: sent })
}

/** As the box office itself, and through the ticket origin. */
async function sendToBoxOffice(boxOffice: Call, marks: Marks, person: MarkedPerson): Promise<void> {
  const stranger = strangerOf(marks)
  const [token, webhookSecret] = [tokenMark(), tokenMark()]
  addMark(marks, 'bearer token', token)
  const { email, password } = stranger
  const registration = {
    first_name: 'Marked',
    last_name: 'Person',
    email,
    password,
    password_confirmation: password,
    timezone: 'UTC',
    currency_code: 'EUR',
    locale: 'en',
  }
  const registered = await boxOffice('/api/auth/register', { json: registration })
  await boxOffice('/api/auth/register', { json: registration })
  const own = { authorization: `Bearer ${String(registered.headers['x-auth-token'] ?? token)}` }
  await boxOffice('/api/auth/login', { json: { email, password } })
  await boxOffice('/api/auth/login', { json: { email, password: person.password } })
  await boxOffice('/api/auth/login', { json: { email, password: `${password}\u0000` } })
  await boxOffice('/api/auth/login', { raw: JSON.stringify({ email, password }).slice(0, -1) })
  await boxOffice('/auth/login', { form: { email, password } })
  await boxOffice('/auth/register', { form: registration })
  await boxOffice('/api/users/me', { headers: own })
  await boxOffice('/api/users/me', {
    headers: { authorization: `Bearer ${token}`, cookie: `token=${token}` },
  })
  const newPassword = {
    current_password: password,
    password: person.password,
    password_confirmation: person.password,
  }
  await boxOffice('/api/users/me', { method: 'PUT', json: newPassword, headers: own })
  const organizer = { name: 'Marked', email, timezone: 'UTC', currency: 'EUR' }
  const made = await boxOffice('/api/organizers', { json: organizer, headers: own })
  const webhook = {
    url: `http://10.0.0.1/?secret=${webhookSecret}`,
    event_types: ['event.updated'],
    status: 'ENABLED',
  }
  await boxOffice(`/api/organizers/${fieldOf(made.body, 'id') || 1}/webhooks`, {
    json: webhook,
    headers: own,
  })
  await order(boxOffice, marks, { ...person, email, token })
  await boxOffice(`/api/${token}/${encodeURIComponent(email)}?token=${token}`, { headers: own })
}

async function order(boxOffice: Call, marks: Marks, buyer: MarkedPerson & { token: string }): Promise<void> {
  const { hiEventId, productId: product_id, priceId: price_id, email, token } = buyer
  const products = [{ product_id, quantities: [{ price_id, quantity: 1 }] }]
  const { body, cookie } = await boxOffice(`/api/public/events/${hiEventId}/order`, { json: { products } })
  const shortId = fieldOf(body, 'short_id') || 'o_none'
  const session = fieldOf(body, 'session_identifier') || token
  addMark(marks, 'session of an order', session)
  const person = { first_name: 'Marked', last_name: 'Person', email, email_confirmation: email }
  const path = `/api/public/events/${hiEventId}/order/${shortId}`
  const json = { order: person, products: [{ product_id, product_price_id: price_id, ...person }] }
  for (const identifier of [token, session])
    await boxOffice(`${path}?session_identifier=${identifier}`, { method: 'PUT', json, headers: { cookie } })
  await boxOffice(`/checkout/${hiEventId}/${shortId}/details?session_identifier=${session}`, {
    headers: { cookie },
  })
  const form = { session_identifier: session, first_name: 'Marked', last_name: 'Person', email }
  await boxOffice(`/checkout/${hiEventId}/${shortId}/details`, { form, headers: { cookie } })
  await boxOffice(`/api/public/events/${hiEventId}/promo-codes/${token}`)
  const waiting = { ...person, product_price_id: price_id, locale: 'en' }
  await boxOffice(`/api/public/events/${hiEventId}/waitlist`, { json: waiting })
}
