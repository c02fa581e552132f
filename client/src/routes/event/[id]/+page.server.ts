import { failPage } from '$lib/server/errors.ts'
import { hasPermission } from '$lib/server/session/visitor.ts'
import { timesOf } from '$lib/server/times.ts'
import { randomUUID } from 'node:crypto'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, parent }) => {
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  const event = found.value
  const { reader } = await parent()
  return {
    event,
    times: timesOf(event, reader.locale),
    canManage: hasPermission(locals.visitor, 'manage_ticketing', event.accountId),
    canView: hasPermission(locals.visitor, 'view_reports', event.accountId),
    canEdit: hasPermission(locals.visitor, 'create_events', event.accountId),
    nonce: randomUUID(),
  }
}
