import type { FastifyInstance } from 'fastify'
import { createEvent } from '../../../events/create.ts'
import { findAccount, findUser } from '../../../identity/store.ts'
import { createOrganizer } from '../../../organizers/manage.ts'
import { listOrganizers, type OrganizerRow } from '../../../organizers/store.ts'
import { missing } from '../../../refusal.ts'
import type { Principal } from '../../../rest/principal.ts'
import { principal } from '../../kit/request/guard.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { formOf } from '../../kit/form/form-state.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { queryOf } from '../../kit/request/query.ts'
import { managePath } from '../frame/manage-path.ts'
import { readEventForm } from './event-form.ts'
import { readLines } from './event-lines.ts'
import { EventsPage } from './events-page.tsx'
import { NewEventPage } from './new-event-page.tsx'

export function addEventListRoutes(app: FastifyInstance, context: PageContext): void {
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

/** The organizer of new events. An account without one gets an organizer of its own name. */
async function firstOrganizer(context: PageContext, who: Principal): Promise<OrganizerRow> {
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
