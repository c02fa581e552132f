import cookie from '@fastify/cookie'
import { createHttp } from '@tuvens/platform/http/http'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../test-support/browser.ts'
import {
  addTicket,
  buyTickets,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { addPageRoutes } from './routes.tsx'

type Route = { method: 'GET' | 'POST'; url: string }

describe('every route of an event that an account manages', () => {
  let office: TestOffice
  let app: FastifyInstance
  let owner: EventFixture
  let stranger: EventFixture
  let ids: Record<string, number>
  const routes: Route[] = []

  beforeAll(async () => {
    office = await startOffice()
    ;[owner, stranger] = [await createEventFixture(office), await createEventFixture(office)]
    const product = await addTicket(owner, { title: 'Only the owner reads this' })
    await buyTickets(new Browser(office.app), owner, { product })
    const [order] = await office.database.db<{ id: number }[]>`select id from orders limit 1`
    ids = { id: owner.eventId, ticket: product.productId, order: order?.id ?? 0, item: await promoCode() }
    app = createHttp({ log: office.context.log, publicUrl: 'http://localhost' })
    app.addHook('onRoute', ({ method, url }) => {
      if (!url.startsWith('/manage/event/')) return
      for (const each of [method].flat().map(String))
        if (each === 'GET' || each === 'POST') routes.push({ method: each, url })
    })
    await app.register(cookie)
    await addPageRoutes(app, office.context)
  })
  afterAll(async () => {
    await app.close()
    await office.close()
  })

  const promoCode = async (): Promise<number> => {
    const made = await owner.organiser.call('POST', `/events/${owner.eventId}/promo-codes`, {
      code: 'friends',
    })
    return made.body.data.id
  }
  const send = (token: string | undefined, { method, url }: Route, at: Record<string, number>) =>
    app.inject({
      method,
      url: url.replaceAll(/:(\w+)/g, (_all, name: string) => String(at[name] ?? 1)),
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(token !== undefined && { cookie: `token=${token}` }),
        ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(method === 'POST' && { payload: 'status=ARCHIVED&title=Taken+over&name=x&code=xx' }),
    })
  const everything = () => office.database.db`
    select (select jsonb_agg(e order by id) from events e) as events,
      (select jsonb_agg(p order by id) from products p) as products,
      (select jsonb_agg(o order by id) from orders o) as orders,
      (select jsonb_agg(c order by id) from promo_codes c) as codes`

  it('is not found by another account, which changes nothing', async () => {
    expect(routes.length).toBeGreaterThan(30)
    const before = await everything()
    for (const route of routes) {
      const { statusCode, body } = await send(stranger.organiser.token, route, ids)
      expect(statusCode, `${route.method} ${route.url}`).toBe(404)
      expect(body).not.toContain('Only the owner reads this')
    }
    expect(await everything()).toEqual(before)
  })

  it('finds no part of that event below an event of their own', async () => {
    const before = await everything()
    for (const route of routes.filter(({ url }) => /:(ticket|order|item)/.test(url))) {
      const { statusCode } = await send(stranger.organiser.token, route, { ...ids, id: stranger.eventId })
      expect(statusCode, `${route.method} ${route.url}`).toBe(404)
    }
    expect(await everything()).toEqual(before)
  })

  it('leads a signed-out visitor to the sign-in page, and changes nothing', async () => {
    const before = await everything()
    for (const route of routes) {
      const { statusCode, headers } = await send(undefined, route, ids)
      expect(statusCode, `${route.method} ${route.url}`).toBe(303)
      expect(headers.location).toMatch(/^\/auth\/login/)
    }
    expect(await everything()).toEqual(before)
  })
})
