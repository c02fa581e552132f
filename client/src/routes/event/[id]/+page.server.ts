import { cardOf } from '$lib/server/card.ts'
import { countDifferences } from '$lib/server/differences.ts'
import { failPage } from '$lib/server/errors.ts'
import { hasPermission } from '$lib/server/session/visitor.ts'
import { datesOf } from '$lib/format/when/event-dates.ts'
import { spanKey, timesOf } from '$lib/format/when/times.ts'
import { shareAlt, sharePath } from '$lib/server/share/share.ts'
import type { Text } from '@tuvens/messages'
import { randomUUID } from 'node:crypto'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, parent, url }) => {
  const [found, related] = await Promise.all([
    locals.api.readEvent(params.id),
    locals.api.relatedEvents(params.id),
  ])
  if (!found.ok) failPage(found.failure)
  const event = found.value
  const { reader } = await parent()
  const now = Date.now()
  const canManage = hasPermission(locals.visitor, 'manage_ticketing', event.accountId)
  const isLinked = event.hi_events_event_id !== null
  const differences = canManage && isLinked ? await countDifferences(locals.api, event.accountId) : null
  const canEdit = hasPermission(locals.visitor, 'create_events', event.accountId)
  const { timezone, ticketing_dates: ticketDates = [] } = event
  const dates = datesOf(event, ticketDates, now)
  return {
    event,
    share: { path: sharePath(event), alt: shareAlt(event) },
    times: Object.fromEntries(
      dates.map((date) => [spanKey(date), timesOf({ ...date, timezone }, reader.locale)]),
    ),
    now,
    // An addition to the page, which is whole without it.
    related: related.ok ? related.value.events.map((each) => cardOf(each, reader.locale, now)) : [],
    canManage,
    differences: differences?.get(event.id) ?? 0,
    isLinkLost: differences !== null && !differences.has(event.id),
    canView: hasPermission(locals.visitor, 'view_reports', event.accountId),
    canEdit,
    done: canEdit ? doneText(url.searchParams.get('done'), isLinked, locals.text) : null,
    nonce: randomUUID(),
  }
}

/** What an organiser has just done, for the page that they come back to. */
function doneText(done: string | null, isLinked: boolean, t: Text): string | null {
  if (done === 'created') return t('tools.created')
  if (done !== 'saved') return null
  return isLinked ? t('tools.savedOnTickets') : t('tools.saved')
}
