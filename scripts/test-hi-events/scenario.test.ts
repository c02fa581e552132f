import { LINK_ATTRIBUTE, type TuvensEvent } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { callJson } from '../seed/json.ts'
import { type ScenarioHiEvent, LIMIT_MS, ScenarioOrganiser } from './organiser.ts'
import { startBoxOffice, startTicketOriginStage, type TicketOriginStage } from './ticket-origin-stage.ts'
import { readTarget, type HiEventsTarget } from './target.ts'

/**
 * The whole scenario of the ticket origin against a Hi.Events: `npm run test:hi-events -- --url https://tickets.example`.
 * Without an address it starts the box office; `npm test` runs it in this way.
 */
const given = readTarget(process.env)
const MODES = ['password', 'jwt'] as const
/** A step may wait for a sweep, and a Hi.Events may be slow. */
const STEP = { timeout: LIMIT_MS + 30_000 }
const HOUR_MS = 3_600_000

let target: HiEventsTarget
let closeOffice = async () => {}
beforeAll(async () => {
  if (given !== undefined) {
    target = given
    return
  }
  const office = await startBoxOffice()
  target = office.target
  closeOffice = office.close
})
afterAll(() => closeOffice())

describe.each(MODES)('signing in by %s', (mode) => {
  let stage: TicketOriginStage
  let olga: ScenarioOrganiser
  let event: TuvensEvent
  let hiEventId: number
  const isLeftOut = mode === 'jwt' && given !== undefined && given.jwtSecret === undefined

  beforeAll(async () => {
    if (isLeftOut) return
    stage = await startTicketOriginStage(target, mode)
    olga = new ScenarioOrganiser(stage)
  })
  afterAll(async () => {
    if (isLeftOut) return
    // The last step cleans up too, but does not run when an earlier step fails.
    await olga.cleanUp().catch(() => {})
    await stage.close()
  })

  const step = it.skipIf(isLeftOut)

  step(
    'creates account, organizer, webhook and event in one landing, and links the event',
    STEP,
    async () => {
      const { id } = await olga.createEvent('Blue Note at Dusk & Friends')
      const next = await olga.land({ id })
      expect(next).toMatch(/^\/manage\/event\/\d+\/getting-started$/)
      event = await stage.desk.readEvent(id)
      hiEventId = event.hi_events_event_id ?? 0
      expect(next).toContain(`/${hiEventId}/`)
      expect(event).toMatchObject({
        ticketing_enabled: true,
        ticketing_status: 'setup',
        ticketing_phase: 'preparing',
      })
    },
  )

  step('signs the organiser in to the ticket pages', STEP, async () => {
    const me = await olga.call<{ email: string }>('GET', '/users/me')
    expect(me.email).toMatch(/^olga-/)
    const page = await olga.page(`/manage/event/${hiEventId}/getting-started`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toContain('text/html')
  })

  step('fills in the event: title, text, link, venue', STEP, async () => {
    const made = await olga.call('GET', `/events/${hiEventId}`)
    expect(made).toMatchObject({
      title: 'Blue Note at Dusk & Friends',
      status: 'DRAFT',
      timezone: 'Europe/Amsterdam',
    })
    expect(made.description).toMatch(/Two sets &amp; a bar|Two sets & a bar/)
    expect(made.attributes).toContainEqual({ name: LINK_ATTRIBUTE, value: event.id, is_public: false })
    const settings = await olga.call<{ location_details: object }>('GET', `/events/${hiEventId}/settings`)
    expect(settings.location_details).toMatchObject({
      venue_name: 'Paradiso',
      city: 'Amsterdam',
      country: 'NL',
    })
  })

  step('registers a webhook in Hi.Events', STEP, async (context) => {
    const [organizer] = await olga.call<{ id: number }[]>('GET', '/organizers')
    const path = `/organizers/${organizer?.id}/webhooks`
    const webhooks = await olga.call<{ url: string; status: string }[]>('GET', path)
    if (webhooks.length === 0) return refusedAddress(context, stage)
    expect(webhooks).toMatchObject([{ status: 'ENABLED' }])
    expect(webhooks[0]?.url).toMatch(/\/hooks\/hi-events\/[\w-]+$/)
  })

  step('shows a published event as on sale', STEP, async (context) => {
    await olga.addTicket(hiEventId, 5)
    await olga.setStatus(hiEventId, 'LIVE')
    await note(context, olga.waitForPhase(event, 'on_sale'))
  })

  step('shows a paused event as paused, and as on sale when it is published again', STEP, async (context) => {
    await olga.setStatus(hiEventId, 'DRAFT')
    await note(context, olga.waitForPhase(event, 'paused'))
    await olga.setStatus(hiEventId, 'LIVE')
    await note(context, olga.waitForPhase(event, 'on_sale'))
  })

  step('takes an order in the picker, which the checkout completes', STEP, async () => {
    const embed = `${stage.site.url}/embed/${hiEventId}`
    // Hi.Events caches the public event for some seconds.
    const field = await until(
      async () => /name="(quantity\.\d+\.\d+)"/.exec(await (await fetch(embed)).text())?.[1],
      'a ticket in the picker',
      LIMIT_MS,
    )
    const body = new URLSearchParams({ [field]: '2' })
    const placed = await fetch(`${embed}/order`, { method: 'POST', redirect: 'manual', body })
    expect(placed.status).toBe(303)
    const checkout = new URL(placed.headers.get('location') ?? '', stage.site.url)
    const page = await fetch(stage.site.url + checkout.pathname + checkout.search, {
      headers: { accept: 'text/html' },
    })
    expect(page.status).toBe(200)
    const completed = await complete(stage.site.url, checkout, field)
    expect(completed).toMatchObject({ status: 'COMPLETED' })
  })

  step('answers 422 with the form when an order asks for more tickets than are left', STEP, async () => {
    const embed = `${stage.site.url}/embed/${hiEventId}`
    const field = /name="(quantity\.\d+\.\d+)"/.exec(await (await fetch(embed)).text())?.[1] ?? ''
    const body = new URLSearchParams({ [field]: '90' })
    const refused = await fetch(`${embed}/order`, { method: 'POST', redirect: 'manual', body })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('<form')
  })

  step('stays linked to the original when the event is duplicated', STEP, async () => {
    const copy = await olga.call('POST', `/events/${hiEventId}/duplicate`, duplicateOf('A copy'))
    await olga.setStatus(copy.id, 'LIVE')
    await olga.setStatus(copy.id, 'ARCHIVED')
    await olga.waitForSweep()
    expect(await stage.desk.readEvent(event.id)).toMatchObject({
      hi_events_event_id: hiEventId,
      ticketing_phase: 'on_sale',
    })
  })

  step('leads a second landing to the same event', STEP, async () => {
    expect(await olga.land(event)).toBe(`/manage/event/${hiEventId}`)
  })

  step(
    'shows an event as over after its end, for which Hi.Events sends no webhook',
    STEP,
    async (context) => {
      // Hours, not seconds, because the clock of Hi.Events decides whether the event has ended.
      await olga.moveTo(hiEventId, new Date(Date.now() - 5 * HOUR_MS), new Date(Date.now() - 3 * HOUR_MS))
      await note(context, olga.waitForPhase(event, 'ended'))
    },
  )

  step('shows an archived event as cancelled', STEP, async (context) => {
    await olga.setStatus(hiEventId, 'ARCHIVED')
    await note(context, olga.waitForPhase(event, 'cancelled'))
  })

  describe('when connections fail', () => {
    step('finds changes by the sweep within a minute when all webhooks are lost', STEP, async (context) => {
      const quiet = await olga.createLinkedEvent('A quiet evening')
      await olga.addTicket(quiet.hiEventId, 5)
      stage.line.dropsWebhooks = true
      try {
        for (const [status, phase] of [
          ['LIVE', 'on_sale'],
          ['DRAFT', 'paused'],
          ['LIVE', 'on_sale'],
        ] as const) {
          await olga.setStatus(quiet.hiEventId, status)
          await note(context, olga.waitForPhase(quiet.event, phase))
        }
      } finally {
        stage.line.dropsWebhooks = false
      }
      await olga.call('DELETE', `/events/${quiet.hiEventId}`)
      await note(context, olga.waitForPhase(quiet.event, 'cancelled'))
    })

    step('creates one event although the response to its creation was lost', STEP, async () => {
      const { id } = await olga.createEvent('Made once')
      stage.line.losesResponseOf = 'POST /events'
      await olga.land({ id }).catch(() => {})
      expect(stage.line.losesResponseOf).toBeUndefined()
      await olga.land({ id })
      const events = await olga.call<ScenarioHiEvent[]>('GET', '/events?per_page=100')
      const made = events.filter(({ attributes }) => attributes?.some(({ value }) => value === id))
      expect(made).toHaveLength(1)
      expect(await stage.desk.readEvent(id)).toMatchObject({ hi_events_event_id: made[0]?.id })
    })

    step(
      'creates a new event when the organiser has deleted the old one and enables ticketing again',
      STEP,
      async () => {
        const lost = await olga.createLinkedEvent('Deleted by mistake')
        await olga.call('DELETE', `/events/${lost.hiEventId}`)
        await olga.waitForPhase(lost.event, 'cancelled')
        expect(await olga.land(lost.event)).toMatch(/\/getting-started$/)
        const again = await stage.desk.readEvent(lost.event.id)
        expect(again.hi_events_event_id).not.toBe(lost.hiEventId)
        expect(again.ticketing_phase).toBe('preparing')
      },
    )
  })

  step('removes everything except a login and an organizer', STEP, async () => {
    await olga.cleanUp()
    expect(await olga.call<ScenarioHiEvent[]>('GET', '/events?per_page=100')).toEqual([])
    expect(await olga.isMissing(`/events/${hiEventId}`)).toBe(true)
    const organizers = await olga.call<object[]>('GET', '/organizers')
    expect(organizers).toHaveLength(1)
  })
})

/** Completes a free order of two tickets, as the checkout page does. */
async function complete(origin: string, checkout: URL, field: string): Promise<{ status: string }> {
  const [, eventId, shortId] = /^\/checkout\/(\d+)\/([\w-]+)\/details$/.exec(checkout.pathname) ?? []
  const session = checkout.searchParams.get('session_identifier') ?? ''
  const [, productId, priceId] = field.split('.').map(Number)
  const ada = { first_name: 'Ada', last_name: 'Attendee', email: 'ada@example.com' }
  const order = { ...ada, email_confirmation: ada.email }
  const ticket = { ...order, product_id: productId, product_price_id: priceId }
  const { body } = await callJson<{ data: { status: string } }>(
    `${origin}/api/public/events/${eventId}/order/${shortId}?session_identifier=${session}`,
    {
      method: 'PUT',
      headers: { cookie: `session_identifier=${session}` },
      body: { order, products: [ticket, ticket] },
    },
  )
  return body.data
}

/** Adds the time that Tuvens needed to the output. */
async function note(context: TestContext, waiting: Promise<number>): Promise<void> {
  await context.annotate(`shown after ${((await waiting) / 1000).toFixed(1)} s`)
}

/** Adds a warning and continues: the sweep finds every change, only later. */
async function refusedAddress(context: TestContext, { site }: TicketOriginStage): Promise<void> {
  const { hostname } = new URL(site.context.config.webhookUrl)
  const [account] = await site.context.db<
    { webhook_error: string | null }[]
  >`select webhook_error from accounts`
  expect(account?.webhook_error).not.toBeNull()
  await context.annotate(
    `Hi.Events accepts no webhook to ${hostname} (${account?.webhook_error}): add it to its APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS, or use another --callback-host. The test continues with the sweep alone.`,
    'warning',
  )
}

function duplicateOf(title: string) {
  return {
    title,
    start_date: new Date(Date.now() + 240 * HOUR_MS).toISOString(),
    duplicate_products: true,
    duplicate_questions: true,
    duplicate_settings: true,
    duplicate_promo_codes: false,
    duplicate_capacity_assignments: false,
    duplicate_check_in_lists: false,
    duplicate_event_cover_image: false,
    duplicate_ticket_logo: false,
    duplicate_webhooks: true,
    duplicate_affiliates: false,
  }
}
