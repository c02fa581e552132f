import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import { changeEventStatus } from '../../events/change-status.ts'
import { createEvent } from '../../events/create.ts'
import { removeEvent, whyNotRemovable } from '../../events/remove.ts'
import { editSettings } from '../../events/settings.ts'
import { lifecycleOf } from '../../events/shape.ts'
import { type EventRow, listEvents } from '../../events/store.ts'
import { editEvent } from '../../events/update.ts'
import { findAccount, findUser } from '../../identity/store.ts'
import type { Principal } from '../../rest/principal.ts'
import { createOrganizer } from '../../organizers/manage.ts'
import { listOrganizers, type OrganizerRow } from '../../organizers/store.ts'
import { readProducts } from '../../catalogue/read.ts'
import { readSales, type Sales } from '../../products/sales.ts'
import { missing } from '../../refusal.ts'
import { principal } from '../guard.ts'
import { FormReader, formOf } from '../kit/form.ts'
import { queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { phaseOf } from '../kit/status.tsx'
import { managePath } from './chrome.tsx'
import { readEventForm, readSettingsForm, settingsForm } from './event-form.ts'
import { type EventLine, EventsPage } from './events-page.tsx'
import { GettingStartedPage } from './getting-started-page.tsx'
import { loadManagedEvent } from './load.ts'
import { ArchivePage, OverviewPage } from './overview-page.tsx'
import { DeletePage, NewEventPage, SettingsPage } from './settings-page.tsx'
import { countEventTotals, type EventTotals, readRevenue } from './store.ts'
import { takenOf } from './ticket-summary.tsx'

export function addEventRoutes(app: FastifyInstance, context: Context): void {
  registerList(app, context)
  registerSteps(app, context)
  registerSettings(app, context)
}

function registerList(app: FastifyInstance, context: Context): void {
  app.get('/', async (_request, reply) => seeOther(reply, '/manage'))
  app.get('/manage', async (request, reply) => {
    const events = await readLines(context, principal(request))
    return sendPage(reply, <EventsPage events={events} done={queryOf(request, 'done')} />)
  })
  app.get('/manage/new', async (request, reply) => {
    const account = await findAccount(context.db, principal(request).accountId)
    const form = formOf({ timezone: account?.timezone ?? 'UTC', category: 'OTHER' })
    return sendPage(reply, <NewEventPage form={form} />)
  })
  app.post('/manage/new', async (request, reply) => {
    const form = new FormReader(request.body)
    const wanted = readEventForm(form, null)
    if (wanted === undefined) return sendPage(reply, <NewEventPage form={form.state} />, 422)
    const who = principal(request)
    const organizer = await firstOrganizer(context, who)
    const event = await createEvent(context, who, {
      ...wanted,
      organizer_id: organizer.id,
      currency: organizer.currency,
    })
    return seeOther(reply, managePath(event.id, '/getting-started?done=created'))
  })
}

function registerSteps(app: FastifyInstance, context: Context): void {
  app.get('/manage/event/:id/getting-started', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const tickets = await readProducts(context.db, [managed.event.id])
    const done = queryOf(request, 'done')
    return sendPage(reply, <GettingStartedPage managed={managed} tickets={tickets} done={done} />)
  })
  app.get('/manage/event/:id', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const tickets = await readProducts(context.db, [managed.event.id])
    const revenue = await readRevenue(context.db, managed.event.id)
    const done = queryOf(request, 'done')
    return sendPage(reply, <OverviewPage managed={managed} tickets={tickets} revenue={revenue} done={done} />)
  })
  app.get('/manage/event/:id/archive', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    return sendPage(reply, <ArchivePage managed={managed} sold={await soldOf(context, managed.event)} />)
  })
  app.post('/manage/event/:id/status', async (request, reply) => {
    const { event, who } = await loadManagedEvent(context, request)
    const { values } = new FormReader(request.body)
    const after = await changeEventStatus(context, who, {
      eventId: event.id,
      input: { status: values['status'] },
    })
    const from = values['from'] === 'getting-started' ? '/getting-started' : ''
    return seeOther(reply, managePath(event.id, `${from}?done=${successKey(event, after)}`))
  })
}

function successKey(before: EventRow, { status }: EventRow): string {
  if (status === 'LIVE') return 'published'
  if (status === 'ARCHIVED') return 'archived'
  return before.status === 'ARCHIVED' ? 'restored' : 'paused'
}

function registerSettings(app: FastifyInstance, context: Context): void {
  const path = '/manage/event/:id/settings'
  app.get(path, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const done = queryOf(request, 'done')
    return sendPage(reply, <SettingsPage managed={managed} form={settingsForm(managed)} done={done} />)
  })
  app.post(path, async (request, reply) => saveSettings(context, request, reply))
  app.get('/manage/event/:id/delete', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const reason = await whyNotRemovable(context, managed.event.id)
    const sold = await soldOf(context, managed.event)
    return sendPage(reply, <DeletePage managed={managed} sold={sold} reason={reason} />)
  })
  app.post('/manage/event/:id/delete', async (request, reply) => {
    const { event, who } = await loadManagedEvent(context, request)
    await removeEvent(context, who, event.id)
    return seeOther(reply, '/manage?done=deleted')
  })
}

async function saveSettings(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const managed = await loadManagedEvent(context, request)
  const { event, who } = managed
  const form = new FormReader(request.body)
  const wanted = readEventForm(form, event)
  const settings = readSettingsForm(form, managed)
  if (wanted === undefined || settings === undefined)
    return sendPage(reply, <SettingsPage managed={managed} form={form.state} done={undefined} />, 422)
  await editSettings(context, who, { eventId: event.id, input: settings })
  // Last, because this sends the webhook: a receiver that reads the event back must see the new settings too.
  await editEvent(context, who, { eventId: event.id, input: { ...wanted, currency: event.currency } })
  return seeOther(reply, managePath(event.id, '/settings?done=saved'))
}

async function readLines(context: Context, { accountId }: Principal): Promise<EventLine[]> {
  const everything = { page: 1, perPage: 500, sortBy: 'start_date', descending: false, search: null }
  const { rows } = await listEvents(context.db, { accountId, organizerId: null, status: null }, everything)
  const counts = await countEventTotals(
    context.db,
    rows.map((each) => each.id),
  )
  const salesOf = await readSales(context, rows)
  const now = context.clock.now()
  return rows.map((event) => {
    const own = counts.find((each) => each.event_id === event.id)
    return lineOf(event, { counts: own, sales: salesOf(event.id), now })
  })
}

type Around = { counts: EventTotals | undefined; sales: Sales; now: number }

function lineOf(event: EventRow, { counts, sales, now }: Around): EventLine {
  const { sold = 0, tickets = 0, orders = 0 } = counts ?? {}
  return {
    id: event.id,
    title: event.title,
    start: event.start_date,
    timezone: event.timezone,
    location: (event.settings['location_details'] ?? null) as EventLine['location'],
    phase: phaseOf({
      status: event.status,
      lifecycle: lifecycleOf(event, now),
      hasOrders: orders > 0,
      sales,
    }),
    sold,
    hasTickets: tickets > 0,
  }
}

/** The organizer of new events. An account without one gets an organizer of its own name. */
async function firstOrganizer(context: Context, who: Principal): Promise<OrganizerRow> {
  const [first] = await listOrganizers(context.db, who.accountId)
  if (first !== undefined) return first
  const [account, user] = [
    await findAccount(context.db, who.accountId),
    await findUser(context.db, who.userId),
  ]
  if (account === undefined || user === undefined) throw missing('Account', who.accountId)
  const { name, timezone, currency_code: currency } = account
  return createOrganizer(context, who, { name, email: user.email, timezone, currency })
}

async function soldOf({ db }: Context, { id }: EventRow): Promise<number> {
  const tickets = await readProducts(db, [id])
  return tickets.reduce((sum, each) => sum + takenOf(each).sold, 0)
}
