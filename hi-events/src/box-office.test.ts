import { signRequest } from '@tuvens/contract/signatures'
import { freePort } from '@tuvens/platform/free-port'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BOX_OFFICE_JWT_SECRET, type BoxOffice, startBoxOffice } from '../test-support/box-office.ts'
import { eventOf, SHARED_SECRET } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../test-support/harness.ts'
import { Visitor } from '../test-support/visitor.ts'
import { type RebuildFinding, rebuildLinks } from './provisioning/recovery/rebuild-links.ts'

const JWT = { HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: BOX_OFFICE_JWT_SECRET }

describe.each([
  ['password', 'stock', {}],
  ['jwt', 'stock', JWT],
  ['password', 'next', {}],
] as [string, 'stock' | 'next', Record<string, string>][])(
  'with a real ticket server, signing in by %s, of the version %s',
  (mode, shape, env) => {
    let office: BoxOffice
    beforeAll(async () => {
      office = await startBoxOffice('http://localhost:3002', shape)
    })
    afterAll(() => office.stop())
    let test: Harness
    let visitor: Visitor
    let next = mode === 'jwt' ? 600 : 500
    let id: string
    let hiEventId: number
    beforeAll(async () => {
      const port = await freePort()
      test = await startHarness({
        port,
        withLoops: true,
        env: {
          HI_EVENTS_UPSTREAM: office.url,
          WEBHOOK_URL: `http://127.0.0.1:${port}`,
          WEBHOOK_CHECK_MS: '1000',
          ...env,
        },
      })
    })
    afterAll(() => test.stop())
    beforeEach(async () => {
      id = String(next++)
      visitor = new Visitor(test)
      const { body } = await land()
      hiEventId = Number(/\/manage\/event\/(\d+)\/getting-started/.exec(String(body['next']))?.[1])
      expect(hiEventId, JSON.stringify(body)).toBeGreaterThan(0)
    })

    const account = () => ({ account_id: 30 + next, email: `${mode}-${next}@organiser.test` })
    const land = () =>
      visitor.land({ session_token: test.api.issueToken({ ...account(), event: eventOf(id) }) })
    const reported = () =>
      test.api.statuses
        .filter((each) => each.payload.tuvens_event_id === id)
        .map((each) => each.payload.status)
    const untilReported = (status: string, ms = 15_000) =>
      until(() => reported().at(-1) === status, `${status}, not ${reported().join()}`, ms)

    /** The organiser's own browser, through the ticket origin. */
    async function call(method: string, path: string, body?: object) {
      const headers = {
        cookie: `token=${visitor.login}`,
        accept: 'application/json',
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      }
      const answer = await fetch(`${test.url}/api${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
    }
    const setStatus = (status: string) => call('PUT', `/events/${hiEventId}/status`, { status })
    async function addTicket(more: object = {}) {
      const { body } = await call('GET', `/events/${hiEventId}/product-categories`)
      const ticket = {
        title: 'General admission',
        type: 'FREE',
        product_type: 'TICKET',
        product_category_id: body.data[0].id,
        prices: [{ price: 0, initial_quantity_available: 5 }],
        ...more,
      }
      const made = await call('POST', `/events/${hiEventId}/products`, ticket)
      expect(made.status, JSON.stringify(made.body)).toBe(201)
      return made.body.data as { id: number; prices: { id: number }[] }
    }

    it('signs the organiser in, with the event filled in', async () => {
      const me = await call('GET', '/users/me')
      expect(me.body.data).toMatchObject({ full_name: 'Blue Note Collective' })
      const { body } = await call('GET', `/events/${hiEventId}`)
      expect(body.data).toMatchObject({
        title: 'Blue Note at Dusk & Friends',
        status: 'DRAFT',
        attributes: [{ name: 'tuvens_event_id', value: id, is_public: false }],
      })
      const settings = await call('GET', `/events/${hiEventId}/settings`)
      expect(settings.body.data).toMatchObject({
        website_url: `http://tuvens.test/event/${id}`,
        location_details: { venue_name: 'Paradiso', city: 'Amsterdam' },
      })
    })

    it('opens the manage page signed in', async () => {
      const headers = { cookie: `token=${visitor.login}`, accept: 'text/html' }
      const page = await fetch(`${test.url}/manage/event/${hiEventId}/getting-started`, { headers })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('Blue Note at Dusk')
      expect(page.headers.get('x-frame-options')).toBe('DENY')
    })

    it('reports publishing, pausing and cancelling to the API', async () => {
      await addTicket()
      for (const [click, status] of [
        ['LIVE', 'LIVE'],
        ['DRAFT', 'DRAFT'],
        ['LIVE', 'LIVE'],
        ['ARCHIVED', 'CANCELLED'],
      ] as const) {
        expect((await setStatus(click)).status).toBe(200)
        await untilReported(status)
      }
    })

    it('sells through the picker, to the last ticket', async () => {
      const ticket = await addTicket()
      await setStatus('LIVE')
      await untilReported('LIVE')
      const field = `quantity.${ticket.id}.${ticket.prices[0]?.id}`
      const page = await (await fetch(`${test.url}/embed/${hiEventId}`)).text()
      expect(page).toContain(`name="${field}"`)
      const order = (quantity: number) =>
        fetch(`${test.url}/embed/${hiEventId}/order`, {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ [field]: String(quantity) }),
        })
      const placed = await order(5)
      expect(placed.status).toBe(303)
      const checkout = new URL(placed.headers.get('location') ?? '')
      const shown = await fetch(test.url + checkout.pathname + checkout.search, {
        headers: { accept: 'text/html' },
      })
      expect(shown.status).toBe(200)
      const refused = await order(1)
      expect(refused.status).toBe(422)
      expect(await refused.text()).toMatch(/sold out|maximum number/)
    })

    it('adds up what it sold, and leads to the list of attendees', async () => {
      const ticket = await addTicket()
      await setStatus('LIVE')
      await untilReported('LIVE')
      const [price] = ticket.prices
      const [date] = (await call('GET', `/events/${hiEventId}`)).body.data.occurrences ?? []
      const quantities = [{ price_id: price?.id, quantity: 2 }]
      const wanted = { product_id: ticket.id, quantities, ...(date && { event_occurrence_id: date.id }) }
      const { body: made } = await call('POST', `/public/events/${hiEventId}/order`, {
        products: [wanted],
      })
      const { short_id, session_identifier } = made.data
      const person = {
        first_name: 'Ada',
        last_name: 'A',
        email: 'ada@example.com',
        email_confirmation: 'ada@example.com',
      }
      const holder = { ...person, product_id: ticket.id, product_price_id: price?.id }
      const order = `/public/events/${hiEventId}/order/${short_id}?session_identifier=${session_identifier}`
      const completed = await call('PUT', order, { order: person, products: [holder, holder] })
      expect(completed.status, JSON.stringify(completed.body)).toBeLessThan(300)
      const path = `/api/service/links/${id}/sales`
      const signed = signRequest([SHARED_SECRET], { method: 'GET', path, body: '' }, Date.now())
      const sales = await fetch(test.url + path, { headers: { 'x-on-behalf-of': '456', ...signed } })
      const read = await sales.json()
      expect(read).toMatchObject({
        event_id: id,
        orders: 1,
        tickets: 2,
        revenue: '0.00',
        currency: 'EUR',
        since: null,
      })
      expect(read.days).toHaveLength(1)
      expect(JSON.stringify(read)).not.toMatch(/ada|@/i)
      const token = test.api.issueToken({ ...account(), event: eventOf(id) })
      const { body } = await visitor.land({ session_token: token, action: 'attendees' })
      expect(body['next']).toBe(`/manage/event/${hiEventId}/attendees`)
    })

    it('returns to the same event, and creates one of everything for many landings at once', async () => {
      await Promise.all(
        Array.from({ length: 5 }, () =>
          new Visitor(test).land({
            session_token: test.api.issueToken({ ...account(), event: eventOf(id) }),
          }),
        ),
      )
      const { body } = await call('GET', '/events')
      expect(body.data).toHaveLength(1)
      expect((await call('GET', '/organizers')).body.data).toHaveLength(1)
      expect((await land()).body['next']).toBe(`/manage/event/${hiEventId}`)
    })

    it('signs in again after the organiser signed out there', async () => {
      await call('POST', '/auth/logout')
      expect((await call('GET', '/users/me')).status).toBe(401)
      await land()
      expect((await call('GET', '/users/me')).status).toBe(200)
    })

    it('finds a deleted event and creates a new one at the next landing', async () => {
      expect((await call('DELETE', `/events/${hiEventId}`)).status).toBe(204)
      await untilReported('CANCELLED')
      const event = eventOf(id, { hi_events_event_id: hiEventId, ticketing_enabled: true })
      const { body } = await visitor.land({ session_token: test.api.issueToken({ ...account(), event }) })
      expect(body['next']).toMatch(/getting-started$/)
      expect(body['next']).not.toContain(`/${hiEventId}/`)
    })

    /** The account's only webhook, and where it is changed. */
    async function webhook() {
      const { body } = await call('GET', '/organizers')
      const path = `/organizers/${body.data[0].id}/webhooks`
      const [hook] = (await call('GET', path)).body.data
      return { hook, path: `${path}/${hook?.id}` }
    }

    it('finds changes by the sweep after the webhook was deleted, and creates the webhook again', async () => {
      const { hook, path } = await webhook()
      await call('DELETE', path)
      await addTicket()
      await setStatus('LIVE')
      await untilReported('LIVE')
      const renewed = await until(async () => (await webhook()).hook, 'a webhook')
      expect(renewed).toMatchObject({ url: hook.url, event_types: hook.event_types, status: 'ENABLED' })
      expect(renewed.id).not.toBe(hook.id)
      // The sweep is an hour away now: what is reported comes by the new webhook, signed with the new secret.
      await test.database.db`update sweeps set due_at = now() + interval '1 hour', active_until = now()`
      await setStatus('DRAFT')
      await untilReported('DRAFT')
    })

    it('enables a paused webhook again', async () => {
      const { hook, path } = await webhook()
      const paused = { url: hook.url, event_types: hook.event_types, status: 'PAUSED' }
      expect((await call('PUT', path, paused)).status).toBe(200)
      await until(async () => (await webhook()).hook.status === 'ENABLED', 'ENABLED')
    })

    it('does not link a duplicate, and rebuilds the link from the attributes', async () => {
      const all = { duplicate_products: true, duplicate_questions: true, duplicate_settings: true }
      const { body } = await call('POST', `/events/${hiEventId}/duplicate`, {
        title: 'Next year',
        start_date: '2030-01-01T20:00:00Z',
        duplicate_promo_codes: false,
        duplicate_capacity_assignments: false,
        duplicate_check_in_lists: false,
        duplicate_event_cover_image: false,
        ...all,
      })
      const copy = body.data.id as number
      await call('PUT', `/events/${copy}/status`, { status: 'LIVE' })
      const [kept] = await until(async () => {
        const rows = await test.database
          .db`select hi_event_id, title from copies where tuvens_event_id = ${id}`
        return rows.length > 0 ? rows : null
      }, 'the copy')
      expect(kept).toEqual({ hi_event_id: String(copy), title: 'Next year' })
      await test.database.db`delete from links where tuvens_event_id = ${id}`
      const findings: RebuildFinding[] = []
      await rebuildLinks(test.context, { isDryRun: false, report: (each) => findings.push(each) })
      expect(
        findings.filter((each) => each.eventId === id).map((each) => [each.kind, each.hiEventId]),
      ).toEqual([
        ['made', hiEventId],
        ['copy', copy],
      ])
      expect(reported().at(-1)).toBe('DRAFT')
    })

    it('refuses registration and administration through the ticket origin', async () => {
      expect((await call('POST', '/auth/register', { email: 'x@y.z' })).status).toBe(403)
      expect((await call('GET', '/admin/users')).status).toBe(404)
    })
  },
)
