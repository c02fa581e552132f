// oxlint-disable no-console -- an example tells on its terminal what happens
// A small platform with its own pages, users and events, which sells tickets through Tuvens. Plain Node, no packages.
//   TUVENS_API=https://api.example TUVENS_TICKETS=https://tickets.example TUVENS_KEY=tvk_live_… \
//   PLATFORM_URL=https://platform.example PORT=8080 node examples/node/platform.mjs
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const {
  TUVENS_API,
  TUVENS_TICKETS,
  TUVENS_KEY,
  PLATFORM_URL = 'http://localhost:8080',
  PORT = '8080',
} = process.env
if (!TUVENS_API || !TUVENS_TICKETS || !TUVENS_KEY)
  throw new Error('set TUVENS_API, TUVENS_TICKETS and TUVENS_KEY')

const USERS = { ada: { id: 'user-1', name: 'Ada Lovelace', email: 'ada@platform.example' } }
const EVENT_ID = 'summer-night'
const EVENT = {
  title: 'Summer night',
  description: 'A concert in the garden.',
  startDate: '2030-07-01T18:00:00.000Z',
  endDate: '2030-07-01T22:00:00.000Z',
  timezone: 'Europe/Amsterdam',
  venue: { name: 'The garden', city: 'Utrecht', country: 'NL' },
}
const WORDS = {
  none: 'No tickets yet',
  setup: 'Tickets are coming soon',
  active: 'Tickets are on sale',
  inactive: 'Sales have ended',
}

/** Signed-in browsers, by the value of their cookie. `state` is a click that is on its way over the ticket origin. */
const sessions = new Map()

/** Calls Tuvens. The key stays on the server: it is never sent to a browser. */
async function tuvens(method, path, { body, once } = {}) {
  const headers = { authorization: `Bearer ${TUVENS_KEY}`, 'content-type': 'application/json' }
  if (once) headers['idempotency-key'] = once
  const response = await fetch(TUVENS_API + path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${answer.code}: ${answer.message}`)
  return answer
}

const ROUTES = {
  'GET /': async ({ session }) => page(session, await ticketing()),
  'POST /sign-in': async () => {
    const id = randomUUID()
    sessions.set(id, { user: USERS.ada })
    return redirect('/', { 'set-cookie': `platform=${id}; Path=/; HttpOnly; SameSite=Lax` })
  },
  // The button: remembers the click, and asks the ticket origin for the code challenge of this browser.
  'POST /enable': async ({ session }) => {
    if (!session) return redirect('/')
    await tuvens('PUT', `/api/platform/events/${EVENT_ID}`, { body: EVENT })
    session.state = randomUUID()
    const back = `${PLATFORM_URL}/enable/continue?state=${session.state}`
    return redirect(`${TUVENS_TICKETS}/auth/cross-app/start?return_url=${encodeURIComponent(back)}`)
  },
  // The browser is back with its challenge. A session is created only for a click that was made in this browser.
  'GET /enable/continue': async ({ session, query }) => {
    const state = query.get('state')
    if (!session || !state || session.state !== state) return redirect('/')
    delete session.state
    const issued = await tuvens('POST', '/api/platform/sessions', {
      once: state,
      body: { user: session.user, external_id: EVENT_ID, code_challenge: query.get('code_challenge') },
    })
    return redirect(`${issued.landing_url}&return_url=${encodeURIComponent(`${PLATFORM_URL}/`)}`)
  },
}

/** How the tickets of the event stand; an event that Tuvens does not have yet has none. */
async function ticketing() {
  const { events } = await tuvens('GET', '/api/platform/events')
  return events.find((each) => each.external_id === EVENT_ID) ?? { ticketing_status: 'none' }
}

function page(session, { ticketing_status, hi_events_event_url }) {
  const button = session
    ? `<p>Signed in as ${session.user.name}</p><form method="post" action="/enable"><button>Sell tickets</button></form>`
    : '<form method="post" action="/sign-in"><button>Sign in as Ada</button></form>'
  const buy =
    ticketing_status === 'active' && hi_events_event_url ? `<a href="${hi_events_event_url}">Buy</a>` : ''
  const html = `<!doctype html><html lang="en"><title>${EVENT.title}</title><h1>${EVENT.title}</h1>
    <p id="tickets">${WORDS[ticketing_status]}</p>${buy}${button}</html>`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: html }
}

function redirect(location, headers = {}) {
  return { status: 303, headers: { location, 'cache-control': 'no-store', ...headers }, body: '' }
}

createServer((request, response) => void answer(request, response)).listen(Number(PORT), '127.0.0.1', () =>
  console.log(`listening on ${PLATFORM_URL}`),
)

async function answer(request, response) {
  const id = /(?:^|; )platform=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  try {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', PLATFORM_URL)
    const route = ROUTES[`${request.method} ${pathname}`]
    const { status, headers, body } = route
      ? await route({ session: sessions.get(id), query })
      : { status: 404, headers: {}, body: 'Not found' }
    response.writeHead(status, headers).end(body)
  } catch (error) {
    console.error(error)
    response
      .writeHead(502, { 'content-type': 'text/plain' })
      .end('Tickets are not available right now. Try again.')
  }
}
