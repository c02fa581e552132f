import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { holdersMessage } from '$lib/server/holders-message.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { requirePermission } from '$lib/server/session/require-permission.ts'
import { plansBefore } from '$lib/server/session/plan-before.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params: { id }, locals, url, cookies, parent }) => {
  requireMember({ locals, url })
  const found = await locals.api.readEvent(id)
  if (!found.ok) failPage(found.failure)
  const event = found.value
  requirePermission({ locals, url }, 'manage_ticketing', event)
  const [{ reader, ticketOrigin }, report] = await Promise.all([parent(), locals.api.ticketingReport(id)])
  const link = report.ok ? (report.value.link_report?.link ?? null) : null
  const before = plansBefore(cookies, url.protocol === 'https:').read(id)
  const pages = link && `${ticketOrigin}/manage/event/${link.hi_events_event_id}`
  return {
    id,
    title: event.title,
    isSaved: url.searchParams.get('done') === 'saved',
    isCancelled: event.ticketing_phase === 'cancelled',
    message: holdersMessage(event, before, reader.locale),
    /** Null while it is not known. */
    tellsHolders: link?.tells_holders ?? null,
    pages: pages && { messages: `${pages}/messages`, orders: `${pages}/orders` },
  }
}

export const actions: Actions = {
  /** The organiser has told them: the next change is compared with what holders know now. */
  told: ({ params: { id }, locals, url, cookies }) => {
    requireMember({ locals, url })
    plansBefore(cookies, url.protocol === 'https:').forget(id)
    redirect(303, `/event/${id}`)
  },
}
