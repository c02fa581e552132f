import { LINK_ATTRIBUTE, type TuvensEvent } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { callJson } from '../seed/json.ts'
import { type HiEvent, LIMIT_MS, Organiser } from './organiser.ts'
import { openBoxOffice, openStage, type Stage } from './stage.ts'
import { readTarget, type Target } from './target.ts'

/**
 * The connector's whole story against a Hi.Events: `npm run test:hi-events -- --url https://tickets.example`. Without an
 * address it starts the box office, and that is how it runs among the tests.
 */
const given = readTarget(process.env)
const MODES = ['password', 'jwt'] as const
/** A step may wait for a sweep, and a Hi.Events may be slow. */
const STEP = { timeout: LIMIT_MS + 30_000 }
const HOUR_MS = 3_600_000

let target: Target
let closeOffice = async () => {}
beforeAll(async () => {
  if (given !== undefined) {
    target = given
    return
  }
  const office = await openBoxOffice()
  target = office.target
  closeOffice = office.close
})
afterAll(() => closeOffice())

describe.each(MODES)('signing in by %s', (mode) => {
  let stage: Stage
  let olga: Organiser
  let event: TuvensEvent
  let hiEventId: number
  const isLeftOut = mode === 'jwt' && given !== undefined && given.jwtSecret === undefined

  beforeAll(async () => {
    if (isLeftOut) return
    stage = await openStage(target, mode)
    olga = new Organiser(stage)
  }, 60_000)
  afterAll(async () => {
    if (isLeftOut) return
    // Also when a step failed half way: a second time it finds nothing.
    await olga.cleanUp().catch(() => {})
    await stage.close()
  }, 60_000)

  const step = it.skipIf(isLeftOut)

  step('makes account, organizer, webhook and event in one landing, and ties the event', STEP, async () => {
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
  })

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

  step('has Hi.Events send us its webhooks', STEP, async (context) => {
    const [organizer] = await olga.call<{ id: number }[]>('GET', '/organizers')
    const path = `/organizers/${organizer?.id}/webhooks`
    const webhooks = await olga.call<{ url: string; status: string }[]>('GET', path)
    if (webhooks.length === 0) return refusedAddress(context, stage)
    expect(webhooks).toMatchObject([{ status: 'ENABLED' }])
    expect(webhooks[0]?.url).toMatch(/\/hooks\/hi-events\/[\w-]+$/)
  })

  step('shows on sale what the organiser publishes', STEP, async (context) => {
    await olga.addTicket(hiEventId, 5)
    await olga.setStatus(hiEventId, 'LIVE')
    await note(context, olga.untilPhase(event, 'on_sale'))
  })

  step('shows as paused what is paused, and as on sale again what goes on', STEP, async (context) => {
    await olga.setStatus(hiEventId, 'DRAFT')
    await note(context, olga.untilPhase(event, 'paused'))
    await olga.setStatus(hiEventId, 'LIVE')
    await note(context, olga.untilPhase(event, 'on_sale'))
  })

  step('takes an order through the picker, which the checkout completes', STEP, async () => {
    const embed = `${stage.site.url}/embed/${hiEventId}`
    // What is on sale is cached upstream for some seconds.
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

  step('tells a sentence, not a failure, when more is asked for than there is', STEP, async () => {
    const embed = `${stage.site.url}/embed/${hiEventId}`
    const field = /name="(quantity\.\d+\.\d+)"/.exec(await (await fetch(embed)).text())?.[1] ?? ''
    const body = new URLSearchParams({ [field]: '90' })
    const refused = await fetch(`${embed}/order`, { method: 'POST', redirect: 'manual', body })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('<form')
  })

  step('keeps to the original when it is duplicated', STEP, async () => {
    const copy = await olga.call('POST', `/events/${hiEventId}/duplicate`, duplicateOf('A copy'))
    await olga.setStatus(copy.id, 'LIVE')
    await olga.setStatus(copy.id, 'ARCHIVED')
    await olga.untilSwept()
    expect(await stage.desk.readEvent(event.id)).toMatchObject({
      hi_events_event_id: hiEventId,
      ticketing_phase: 'on_sale',
    })
  })

  step('comes back to the same event', STEP, async () => {
    expect(await olga.land(event)).toBe(`/manage/event/${hiEventId}`)
  })

  step('shows as over what has ended, of which Hi.Events tells nothing', STEP, async (context) => {
    // Hours, not seconds: whether it has ended is told by the clock over there.
    await olga.moveTo(hiEventId, new Date(Date.now() - 5 * HOUR_MS), new Date(Date.now() - 3 * HOUR_MS))
    await note(context, olga.untilPhase(event, 'ended'))
  })

  step('shows as cancelled what is archived', STEP, async (context) => {
    await olga.setStatus(hiEventId, 'ARCHIVED')
    await note(context, olga.untilPhase(event, 'cancelled'))
  })

  describe('when lines fail', () => {
    step('learns by the sweep, within a minute, what no webhook told', STEP, async (context) => {
      const quiet = await olga.linkedEvent('A quiet evening')
      await olga.addTicket(quiet.hiEventId, 5)
      stage.line.dropsWebhooks = true
      try {
        for (const [status, phase] of [
          ['LIVE', 'on_sale'],
          ['DRAFT', 'paused'],
          ['LIVE', 'on_sale'],
        ] as const) {
          await olga.setStatus(quiet.hiEventId, status)
          await note(context, olga.untilPhase(quiet.event, phase))
        }
      } finally {
        stage.line.dropsWebhooks = false
      }
      await olga.call('DELETE', `/events/${quiet.hiEventId}`)
      await note(context, olga.untilPhase(quiet.event, 'cancelled'))
    })

    step('makes one event though the answer to its making was lost', STEP, async () => {
      const { id } = await olga.createEvent('Made once')
      stage.line.losesResponseOf = 'POST /events'
      await olga.land({ id }).catch(() => {})
      expect(stage.line.losesResponseOf).toBeUndefined()
      await olga.land({ id })
      const events = await olga.call<HiEvent[]>('GET', '/events?per_page=100')
      const made = events.filter(({ attributes }) => attributes?.some(({ value }) => value === id))
      expect(made).toHaveLength(1)
      expect(await stage.desk.readEvent(id)).toMatchObject({ hi_events_event_id: made[0]?.id })
    })

    step('makes a new event for the organiser who deleted the old one', STEP, async () => {
      const lost = await olga.linkedEvent('Deleted by mistake')
      await olga.call('DELETE', `/events/${lost.hiEventId}`)
      await olga.untilPhase(lost.event, 'cancelled')
      expect(await olga.land(lost.event)).toMatch(/\/getting-started$/)
      const again = await stage.desk.readEvent(lost.event.id)
      expect(again.hi_events_event_id).not.toBe(lost.hiEventId)
      expect(again.ticketing_phase).toBe('preparing')
    })
  })

  step('leaves nothing behind but a login and an archived organizer', STEP, async () => {
    await olga.cleanUp()
    expect(await olga.call<HiEvent[]>('GET', '/events?per_page=100')).toEqual([])
    expect(await olga.isMissing(`/events/${hiEventId}`)).toBe(true)
    const organizers = await olga.call<{ status: string }[]>('GET', '/organizers')
    expect(organizers).toMatchObject([{ status: 'ARCHIVED' }])
  })
})

/** What the checkout's page sends for a free order of two. */
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

/** Says how long Tuvens took to show it. */
async function note(context: TestContext, waiting: Promise<number>): Promise<void> {
  await context.annotate(`shown after ${((await waiting) / 1000).toFixed(1)} s`)
}

/** No reason to stop: the sweep learns everything, later. */
async function refusedAddress(context: TestContext, { site }: Stage): Promise<void> {
  const { hostname } = new URL(site.context.config.webhookUrl)
  const [account] = await site.context.db<
    { webhook_error: string | null }[]
  >`select webhook_error from accounts`
  expect(account?.webhook_error).not.toBeNull()
  await context.annotate(
    `Hi.Events takes no webhook to ${hostname} (${account?.webhook_error}): add it to its APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS, or name another --callback-host. Going on by the sweep alone.`,
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
